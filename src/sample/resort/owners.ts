import type { RuleCode } from '../../core/rules/index.ts';
import { dayOf, localMidnight } from '../calendar.ts';
import type { Cells } from '../columns.ts';
import type { Fate } from '../stay-files.ts';
import { icons } from '../words.ts';

/** One record of the readable sample: what is special about it, and what the key says of it. */
export interface HandRecord {
  cells: Cells;
  fate: Fate;
  issues: readonly RuleCode[];
  forced: readonly string[];
  /** Further lines of the record, as what differs in each; all are copies. */
  again: readonly Cells[];
}

export interface HandOwner extends HandRecord {
  /** `lakeside` stands in a second file, of another form. */
  file: 'main' | 'lakeside';
}

type Extra = Partial<Omit<HandOwner, 'cells'>>;

const OPT_OUTS = [
  'email',
  'sms',
  'marketing_email',
  'marketing_sms',
  'reminder_email',
  'reminder_sms',
  'photo_sharing',
  'rewards',
];
const optOuts = (value: string): Cells =>
  Object.fromEntries(OPT_OUTS.map((name) => [`opt_out_${name}`, value]));

/** `made`: the day on which Gingr got the owner. */
function owner(id: string, name: string, made: string, cells: Cells, extra: Extra = {}): HandOwner {
  const [first_name = '', last_name = ''] = name.split('|');
  const ordinary: Cells = {
    ...{ id, first_name, last_name, email: `${last_name.trim()}.${id}@example.test`.toLowerCase() },
    ...{
      address_1: `${Number(id) - 40_000} Harbor Way`,
      city: 'Port Sample',
      state: 'New Mexico',
      zip: '87101',
    },
    ...{
      home_location: extra.file === 'lakeside' ? '2' : '',
      current_balance: '0.00',
      allow_online_login: '1',
      banned: '0',
    },
    ...optOuts('0'),
    created_at: localMidnight(dayOf(made)),
  };
  return {
    cells: { ...ordinary, ...cells },
    fate: 'inserted',
    issues: [],
    forced: [],
    again: [],
    file: 'main',
    ...extra,
  };
}

const synthetic = (code: RuleCode): Extra => ({ issues: [code], forced: ['customers.email'] });

/** Owners 40101 to 40125; every telephone number is written in another form. */
export const OWNERS: readonly HandOwner[] = [
  owner('40101', 'Ann & Bob |Sample', '2015-02-03', {
    email: 'Pat.Sample@Example.test',
    cell_phone: '(505) 555-0101',
    home_phone: '505.555.0102',
    notes: '<p>Calls ahead &amp; is late</p>',
    favourite_treat: 'carrots',
  }),
  owner(
    '40102',
    'Pat|Example',
    '2015-03-04',
    {
      ...{
        email: 'pat.example@example.com; work.pat@example.org',
        cell_phone: '505-555-0103',
        state: 'NM',
      },
      ...{ emergency_contact_name: 'Robin Example ', emergency_contact_phone: '(505) 555-0190' },
      source: 'A friend',
    },
    { issues: ['OWNER_EMAIL_TWO'] },
  ),
  owner(
    '40103',
    'Chris|Muster',
    '2016-01-05',
    { email: '', cell_phone: '1-505-555-0104', state: 'nm' },
    synthetic('OWNER_EMAIL_MISSING'),
  ),
  owner(
    '40104',
    'Dana|Muster',
    '2016-02-06',
    { email: 'dana.muster(at)example.test', cell_phone: '5055550105' },
    synthetic('OWNER_EMAIL_MALFORMED'),
  ),
  owner(
    '40105',
    'Eli|Probe',
    '2016-03-07',
    { email: 'NoEmail@example.com', cell_phone: '+15055550106' },
    synthetic('OWNER_EMAIL_PLACEHOLDER'),
  ),
  owner('40106', 'Fran|Family', '2017-04-08', {
    email: 'family@example.test',
    cell_phone: '505 555 0107',
    city: 'LAKESIDE ',
  }),
  owner(
    '40107',
    'Gus|Family',
    '2019-05-09',
    { email: 'FAMILY@example.test', cell_phone: '(505)555-0108' },
    synthetic('OWNER_EMAIL_SHARED'),
  ),
  owner(
    '40108',
    'Hana|Family',
    '2014-06-10',
    { email: 'family@example.test', cell_phone: '505/555-0109', banned: '1' },
    synthetic('OWNER_EMAIL_SHARED'),
  ),
  owner(
    '40109',
    '|Nofirst',
    '2018-01-11',
    { cell_phone: '1 505 555 0110' },
    { issues: ['OWNER_NAME_MISSING'], forced: ['customers.firstName'] },
  ),
  owner(
    '40110',
    'Ida|',
    '2018-02-12',
    { email: 'ida@example.org', cell_phone: '1.505.555.0111' },
    { issues: ['OWNER_NAME_MISSING'], forced: ['customers.lastName'] },
  ),
  owner(
    '40111',
    'Jo|Twice',
    '2018-03-13',
    { cell_phone: '505-555-0112' },
    {
      fate: {
        outcome: 'rejected',
        code: 'RECORD_CONFLICT_UNDECIDED',
        why: 'two lines of one file that differ in the city, and neither is newer',
      },
      again: [{ city: 'Harbor Springs' }],
    },
  ),
  owner('40112', 'Kim|Again', '2018-04-14', { cell_phone: '+1 505 555 0113' }, { again: [{}] }),
  owner(
    '40113',
    'Lou|Unsure',
    '2018-05-15',
    { cell_phone: '+1 (505) 555-0114', opt_out_sms: 'unsure' },
    { issues: ['OWNER_CONSENT_UNKNOWN'] },
  ),
  owner('40114', 'Max|Silent', '2018-06-16', { cell_phone: '+1-505-555-0115', ...optOuts('1') }),
  owner('40115', 'Nia|Banned', '2018-07-17', {
    cell_phone: '505 555-0116',
    banned: '1',
    notes: 'Prefers text; no calls',
  }),
  owner(
    '40116',
    'Ole|Phone',
    '2018-08-18',
    { cell_phone: 'ask at the desk', home_phone: 'none' },
    { issues: ['PHONE_UNREADABLE'] },
  ),
  owner(
    '40117',
    'Pia|Shire',
    '2018-09-19',
    { cell_phone: '505-555 0118', state: 'The Shire', zip: 'K1A 0B1' },
    { issues: ['STATE_UNKNOWN'] },
  ),
  owner(
    '40118',
    'Quin|Lonely',
    '2018-10-20',
    { cell_phone: '505 - 555 - 0119' },
    { issues: ['OWNER_WITHOUT_ANIMALS'] },
  ),
  // Custom fields: two that the mapping reads, and one that nobody has said anything of.
  owner('40119', 'José 🐾|Muñoz', '2018-11-21', {
    email: 'jose.munoz@example.test',
    cell_phone: '(505) 555 0120',
    city: 'cedar bluff ',
    form_data:
      '{"additional_owner_first_name":"Luz","secondary_email_gingr":"luz@example.test","gate_colour":"blue"}',
  }),
  owner(
    '40120',
    'Ruth|Plain',
    '2019-01-22',
    { cell_phone: '(505) 555.0121', zip: '871034410', address_2: 'Apt 4', form_data: 'gate colour: blue' },
    { issues: ['FORM_DATA_UNREADABLE'] },
  ),
  owner(
    '40121',
    'Zoë|Lefèvre',
    '2019-02-23',
    { email: 'zoe.lefevre@example.org', cell_phone: '1 (505) 555-0122', notes: 'Gate code\u0000 on file' },
    { file: 'lakeside', issues: ['VALUE_NUL_REMOVED'] },
  ),
  owner(
    '40122',
    'Søren|Grå',
    '2019-03-24',
    {
      email: 'soren.gra@example.org',
      cell_phone: '15055550123',
      opt_out_email: '1',
      opt_out_photo_sharing: '1',
    },
    { file: 'lakeside' },
  ),
  owner(
    '40123',
    'Tess|Lake',
    '2019-04-25',
    { cell_phone: '505-555-0124 x12', zip: '1234', icons_string: icons('VIP', 'Client', 'Since 2019') },
    { file: 'lakeside', issues: ['SPREADSHEET_ZIP'] },
  ),
  owner(
    '40124',
    'Uma|Lake',
    '2019-05-26',
    { cell_phone: '505-555-0125 ext. 7', zip: '87102-4410', opt_out_marketing_sms: '1' },
    { file: 'lakeside', issues: ['OWNER_CONSENT_NARROWED'] },
  ),
  owner(
    '40125',
    'VERA|CAPITAL',
    '2019-06-27',
    // A spreadsheet program made a number of the creation time.
    {
      ...{ cell_phone: ' 505-555-0126 ', city: 'Port Sample', state: 'Colorado' },
      ...{ created_at: '4.0123E+04', deactivated: '1' },
    },
    { issues: ['VALUE_DATE_UNREADABLE', 'SPREADSHEET_NUMBER'], forced: ['customers.createdAt'] },
  ),
];

export const ownerOf = (id: string): Cells => OWNERS.find(({ cells }) => cells['id'] === id)?.cells ?? { id };
