import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { quotedText } from '../test/support/dump-writer.ts';

const MB = 1024 ** 2;
/** As mysqldump: one INSERT is as long as what the server takes at once. */
const STATEMENT = MB;

interface Table {
  name: string;
  columns: string;
  /** Rows for each owner. */
  share: number;
  row(id: number): string;
}

const day = 86_400;
const at = (id: number) => 1_500_000_000 + (id % 3000) * day;
const note = (id: number) =>
  quotedText(
    id % 3 === 0
      ? ''
      : `<p>Calls ahead &amp; is late; brings "his" own bed (it's blue).</p>\r\n<p>Visit ${id}</p>`,
  );

const TABLES: Table[] = [
  {
    name: 'owners',
    share: 1,
    columns:
      '`id` int,`first_name` varchar(80),`last_name` varchar(80),`email` varchar(120),`cell_phone` varchar(40),`address_1` varchar(120),`city` varchar(80),`state` varchar(40),`zip` varchar(12),`notes` text,`current_balance` decimal(10,2),`opt_out_email` tinyint,`password` varchar(80),`created_at` int',
    row: (id) =>
      `(${id},'First${id}','Sample','owner${id}@example.test','(505) 555-01${id % 100}','${id} Harbor Way','Port Sample','New Mexico','87101',${note(id)},-12.34,0,'$2y$10$abcdefghijklmnopqrstuv',${at(id)})`,
  },
  {
    name: 'animals',
    share: 1.5,
    columns:
      '`id` int,`owner_id` int,`first_name` varchar(80),`breed_id` int,`species_id` int,`gender` varchar(10),`fixed` tinyint,`birthday` int,`feeding_notes` text,`weight` varchar(20),`temperment` int,`vip` tinyint,`banned` tinyint,`medicines` text,`allergies` text,`notes` text,`created_at` int,`vet_id` int',
    row: (id) =>
      `(${id},${1 + Math.floor(id / 1.5)},'Pet${id}',${id % 900},1,'Female',1,${at(id)},NULL,'45',4,0,0,${note(id)},'none',${note(id + 1)},${at(id)},${id % 1200})`,
  },
  {
    name: 'reservations',
    share: 15,
    columns:
      '`id` int,`location_id` int,`owner_id` int,`animal_id` int,`type_id` int,`class_id` int,`start_date` int,`end_date` int,`created_at` int,`cancel_stamp` int,`confirmed_stamp` int,`wait_list_stamp` int,`check_in_stamp` int,`check_out_stamp` int,`notes` text,`run_name` varchar(40),`area_name` varchar(40)',
    row: (id) =>
      `(${id},1,${1 + Math.floor(id / 15)},${1 + Math.floor(id / 10)},${1 + (id % 30)},NULL,${at(id)},${at(id) + 2 * day},${at(id) - 9 * day},NULL,${at(id) - 8 * day},NULL,${at(id) + 60},${at(id) + 2 * day},${note(id)},'A  0${id % 10}','A. Indoor')`,
  },
  {
    name: 'pos_transactions',
    share: 12,
    columns:
      '`id` int,`owner_id` int,`location_id` int,`create_stamp` int,`subtotal` decimal(10,2),`tax_amount` decimal(10,2),`total` decimal(10,2),`complete` tinyint,`user_id` int,`payment_method` varchar(40)',
    row: (id) => `(${id},${1 + Math.floor(id / 12)},1,${at(id)},90.00,7.20,97.20,1,21,'Credit Card')`,
  },
  {
    name: 'pos_transaction_items',
    share: 30,
    columns:
      '`id` int,`pos_transaction_id` int,`account_code_id` int,`description` varchar(120),`quantity` int,`unit_price` decimal(10,2),`total` decimal(10,2),`tax_amount` decimal(10,2)',
    row: (id) =>
      `(${id},${1 + Math.floor(id / 2.5)},${id % 9},'Boarding | Indoor Suite (deluxe)',2,45.00,90.00,7.20)`,
  },
  {
    name: 'email_log',
    share: 3,
    columns: '`id` int,`owner_id` int,`sent_at` datetime,`subject` varchar(200),`body` mediumtext',
    row: (id) =>
      `(${id},${1 + Math.floor(id / 3)},'2025-03-04 07:15:00','Your stay; (reminder)',${quotedText(`<html><body style="font-family: 'Arial'">${"<p>See you soon, it's time!</p>\n".repeat(20)}</body></html>`)})`,
  },
];

/** Writes an invented dump of about so many MB of plain SQL. Gives its rows and bytes. */
export async function writeDump(file: string, megabytes: number): Promise<{ rows: number; bytes: number }> {
  const perOwner = TABLES.reduce((sum, { share, row }) => sum + share * (row(1_000_003).length + 1), 0);
  const owners = Math.round((megabytes * MB) / perOwner);
  const out = createWriteStream(file, { highWaterMark: 4 * MB });
  let [rows, bytes] = [0, 0];
  const write = async (text: string) => {
    bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  await write(
    "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n/*!50503 SET NAMES utf8mb4 */;\n/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;\n",
  );
  for (const { name, columns, share, row } of TABLES) {
    await write(
      `DROP TABLE IF EXISTS \`${name}\`;\nCREATE TABLE \`${name}\` (\n${columns.replaceAll(',`', ',\n`')},\nPRIMARY KEY (\`id\`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\nLOCK TABLES \`${name}\` WRITE;\n/*!40000 ALTER TABLE \`${name}\` DISABLE KEYS */;\n`,
    );
    let [parts, size]: [string[], number] = [[], 0];
    const end = Math.max(1, Math.round(owners * share));
    for (let id = 1; id <= end; id += 1) {
      const text = row(id);
      parts.push(text);
      size += text.length;
      rows += 1;
      if (size < STATEMENT && id < end) continue;
      await write(`INSERT INTO \`${name}\` VALUES ${parts.join(',')};\n`);
      [parts, size] = [[], 0];
    }
    await write(`/*!40000 ALTER TABLE \`${name}\` ENABLE KEYS */;\nUNLOCK TABLES;\n`);
  }
  await write('/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n-- Dump completed on 2026-03-15  3:00:05\n');
  out.end();
  await finished(out);
  return { rows, bytes };
}
