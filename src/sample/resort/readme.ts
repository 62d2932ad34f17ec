export const README = `# Harbor Pet Resort

An invented Gingr export, small enough to read: 25 owners, 36 animals and about 90 stays, with
what was sold and paid (45 invoices) and the vaccinations. All names, addresses and
telephone numbers are made up. It is written by \`src/sample/resort.ts\`; a test holds this folder to what that code
writes, so change the code and not the files.

- \`export/\` - the files as Gingr would give them, in all the forms that they come in: tab, comma and semicolon; UTF-8
  with and without BOM, UTF-16, Windows-1252; gzip; Unix and Windows line ends.
- \`tailtown-migrate.config.yaml\` - the config; it accepts exactly the rejects that the answer key names.
- \`mapping/lookups/\` - what the resort's people reviewed. Two types and the area \`E. Annex\` are left out on purpose.
- \`answer-key.json\` - how a first load into an empty target must end: counts per entity, issue and forced value, every
  record that does not simply end \`inserted\` with the reason, and values that named records must have.

## What to look at

| where | what |
|---|---|
| animals 51201 and 51202 | two animals called Bella with opposite medication; the allergies of one are HTML |
| animals 51203, 51206 | notes and a death inside a name |
| animal 51225 | \`Bites men<women, use caution\` is no HTML |
| animals 51226 to 51228 | no owner, or one that is not there: rejected |
| animals 51201, 51203 | icons that their stays repeat, with what staff wrote beside them |
| animals 51204, 51207 | icons of two exports that differ, and of two play groups |
| animals 51206, 51219, 51236 | icons that nobody mapped or can read; the one of 51236 warns of bites: rejected, with its stay |
| owners 40106 to 40108 | one e-mail for three people; the oldest who is not banned keeps it |
| owner 40111 | two lines that differ, and nothing says which is right: rejected, with its animal and stay |
| owners 40102, 40119, 40120, 40125 | an emergency contact, custom fields, a form that nobody can read, a deactivated account |
| owners 40121 to 40124 | their home is the second location |
| animals 51229, 51232 | grooming, evaluation, feeding, a chip, a photo, and a picture that thousands share |
| animals 51230, 51231 | dead, and switched off |
| owners 40113, 40114, 40122 | consent: unknown, none at all, text messages only |
| stays 90001, 90006 | over the change of the clocks in November and in March |
| stays 90077, 90078 | an hour that does not exist, and one that exists twice |
| stays 90001, 90048, 90006 to 90009 | five spellings of the lodging A02 |
| owners 40123, 40125, stay 90064 | what a spreadsheet program did to a ZIP and to times |
| stays 90081, 90082 | one animal in two places |
| stays 90087, 90088 | two animals in A05, which holds one |
| stays 90110 to 90121 | the days ahead, in a file of their own; one is cancelled, and one falls with its animal |
| stay 90086 | a change of room: two exports differ, the newer holds |
| immunizations 95017, 95018 | two of one vaccine: the one that expires last is current, the other is history |
| immunizations 95015, 95016 | expires on the day of the export, and the day before |
| immunization 95053 | expires on the day on which it was entered, with a note that says why |
| invoices 70001 to 70019 | paid in all the ways there are; 70007 and 70008 came back, whole and in part |
| invoice 70014, deposit 60001 | a deposit is also a payment, and counts once |
| invoices 70042 to 70044 | tips and a surcharge beside the lines: within the total, paid beside it, and shown by neither |
| invoices 70050, 70064 to 70066 | estimates that hold deposits: for a stay to come, forfeited, undecided, paid back in part |
| invoices 70015, 70016 | sold on both sides of the end of February; in UTC both are in March |
| invoices 70035, 70036 | two invoices for one stay: Tailtown links one |
| invoice 70070, stays 90096 | an invoice of both animals of one booking: linked to neither |
| deposit 60009 | asked for and never paid: no money |
| \`calendar_details.csv\` | names without ids: held against the stays, and rejected where a name is not exact |
| invoice 70051 | paid in part by ADMIN, which nobody explained: rejected, with all that belongs to it |
| invoice 70055 | has the "previous balance" of another account: rejected |
| owners 40118, 40122 | Gingr's balance is another than their invoices and payments add up to |
| vets 1, 5 and 6, 7 | one name and one number: one vet; one name and no number: two |
| animals 51221, 51234 | a vet that no list holds, and one called \`!!\`: none, and never the first of the list |
| employees 31 to 39 | roles that people decided; an account of the vendor, one of nobody, a person with two |
| owner 40120, animal 51234, stay 90028 | what employees wrote, with date and author |
| incidents 97003 to 97007 | word for word; a fight that people decided on, and a bite of which nobody said how severe it was |
| report cards 98003, 98004 | what was done that day; the author of one is no employee, so the import account stands in |
| medications 96003, 96004 | Gingr's entries one by one, as text and as an answer of the API; what the animal's own text says stays beside, and each has the requirement HAS_MEDICATION |
| files 94003, 94004 | a vaccination record, on the pet too; a contract of which little is said |
| signed agreements 99003, 99004 | byte for byte; a scan, into which no text is read |
| owner 40118 | has store credit: in Tailtown a payment on an invoice of nothing |
| owner 40122 | Gingr's balance is another than the invoices and payments add up to |
| receipts 70001, 301, 302 | sold before August 2019: with the id of an invoice, paid in part, and nobody knows |
| receipts 304, 305 | paid in several ways: with its three payments, and with payments that do not add up |
| receipt 70020 | stands among the invoices too: counted once |
| gift cards 63001, 63002 | Tailtown has none: named in the report with what is left on them |
| subscriptions 61001 to 61003 | go on charging in Gingr until somebody stops them there: named in the report |
| packages of owners 62001 to 62003 | a pass, one that never expires, and credits that nobody bought |
| package of an owner 62004 | baths, for which Tailtown has no place: named in the report with their value |
| stays 90060, 90061 | excluded: a stay that never was, and a request on the wait list |

Stays of several nights stand on the export of every day that they touch; there they are copies.
`;
