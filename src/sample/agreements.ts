import type { RuleCode } from '../core/rules/index.ts';
import { AGREEMENT_COLUMNS, type Cells, OWNER_AGREEMENT_COLUMNS } from './columns.ts';
import type { EndedOutcome, KeyBuilder } from './key.ts';
import { CSV, ExportFile } from './writer.ts';

interface Sample {
  cells: Cells;
  fate?: readonly [EndedOutcome, RuleCode, why: string];
  issues?: readonly RuleCode[];
  forced?: readonly string[];
}

export const AGREEMENT_TEXT = '<h3>Boarding</h3><p>I accept the risks &amp; the rules.</p>';

const AGREEMENTS: readonly Sample[] = [
  { cells: { id: '11', agreement_name: 'Boarding agreement', agreement_text: AGREEMENT_TEXT, version: '2' } },
  {
    cells: {
      id: '12',
      agreement_name: 'Boarding  agreement',
      agreement_text: AGREEMENT_TEXT,
      location_id: '2',
    },
    fate: ['merged', 'AGREEMENT_TWIN', 'the same name and text as agreements/11'],
  },
  { cells: { id: '13', agreement_name: 'Photo release', agreement_text: 'Use my photos.', is_active: '0' } },
  {
    cells: { id: '14', agreement_name: ' ', agreement_text: 'Anything' },
    fate: ['rejected', 'AGREEMENT_NAME_MISSING', 'the name is empty'],
  },
  {
    cells: { id: '15', agreement_name: 'Grooming release', agreement_text: '' },
    fate: ['rejected', 'AGREEMENT_TEXT_MISSING', 'the text is empty'],
  },
];

/** A picture of one dot. */
export const SIGNATURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
export const SIGNED_TEXT = 'I accept the risks, and <b>all</b> rules.  Signed freely. ';

const SIGNED: readonly Sample[] = [
  {
    cells: {
      ...{
        agreement_text: SIGNED_TEXT,
        signature: SIGNATURE,
        signed_by: 'Robin Example',
        agreement_version: '1',
      },
      ...{ signed_at: '1709310600', ip_address: '192.0.2.7' },
    },
  },
  {
    cells: { signed_at: '2024-05-02 09:30:00', file_url: 'https://files.example.test/scan.pdf' },
    issues: ['AGREEMENT_TEXT_UNKNOWN', 'AGREEMENT_SIGNATURE_ABSENT', 'AGREEMENT_SIGNER_UNKNOWN'],
    forced: [
      'service_agreements.agreementText',
      'service_agreements.signature',
      'service_agreements.signedBy',
      'documents.fileSize',
    ],
  },
  { cells: { signed_at: '0' }, fate: ['excluded', 'AGREEMENT_UNSIGNED', 'nobody signed it'] },
  {
    cells: { signature: SIGNATURE, signed_by: 'Robin Example', agreement_text: 'I agree.' },
    fate: ['rejected', 'AGREEMENT_DATE_MISSING', 'nothing says when it was signed'],
  },
];

const COMPLETE = {
  signed_at: '1709310600',
  agreement_text: 'I agree.',
  signature: 'RE',
  signed_by: 'Robin Example',
};

const LOST: readonly Sample[] = [
  {
    cells: { owner_id: '0', ...COMPLETE },
    fate: ['rejected', 'AGREEMENT_OWNER_MISSING', 'the owner id is 0'],
  },
  {
    cells: { owner_id: '999000123', ...COMPLETE },
    fate: ['rejected', 'AGREEMENT_OWNER_UNKNOWN', 'no owners file holds its owner'],
  },
];

/** The resort's agreements, and what owners who move signed of them, one kind after the other. */
export class AgreementFiles {
  readonly #book: KeyBuilder;
  readonly #templates: ExportFile;
  readonly #signed: ExportFile;
  #count = 0;

  constructor(root: string, book: KeyBuilder) {
    this.#book = book;
    this.#templates = new ExportFile(root, 'export/agreements.csv', AGREEMENT_COLUMNS, CSV);
    this.#signed = new ExportFile(root, 'export/owner_agreements.csv', OWNER_AGREEMENT_COLUMNS, CSV);
    for (const one of AGREEMENTS) this.#write(this.#templates, 'agreements', { is_active: '1' }, one);
    for (const one of LOST) this.#sign('', one);
  }

  /** The next one, of this owner; gives its id. */
  sign(owner: string): string {
    return this.#sign(owner, SIGNED[(this.#count - LOST.length) % SIGNED.length] ?? { cells: {} });
  }

  /** Closes the files and gives their paths. */
  close(): string[] {
    return [this.#templates, this.#signed].map((file) => {
      file.close();
      return file.path;
    });
  }

  #sign(owner: string, one: Sample): string {
    this.#count += 1;
    const id = String(99_000 + this.#count);
    this.#write(this.#signed, 'owner_agreements', { id, owner_id: owner, agreement_id: '11' }, one);
    return id;
  }

  #write(
    file: ExportFile,
    entity: string,
    ordinary: Cells,
    { cells, fate, issues = [], forced = [] }: Sample,
  ): void {
    const all: Cells = { ...ordinary, ...cells };
    file.record(all);
    for (const code of issues) this.#book.issue(code);
    if (fate) {
      this.#book.ended(entity, all['id'] ?? '', ...fate);
      return;
    }
    this.#book.inserted(entity);
    for (const name of forced) {
      const [table = '', column = ''] = name.split('.');
      this.#book.forced(table, column);
    }
  }
}
