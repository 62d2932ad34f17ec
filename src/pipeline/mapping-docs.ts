import { writeFile } from 'node:fs/promises';
import { mappingDocument } from '../mapping/document.ts';
import { readMapping } from '../mapping/read.ts';
import type { MappingDocs } from './results.ts';
import type { Runtime } from './runtime.ts';

/** The mapping in force, overlays included, field by field as Markdown; with `out`, in that file too. */
export async function mappingDocs(
  { settings }: Runtime,
  { out }: { out: string | null },
): Promise<MappingDocs> {
  const mapping = await readMapping(settings.mappingFolders);
  const document = mappingDocument(mapping);
  if (out !== null) await writeFile(out, document);
  return { mapping: mapping.hash, document, file: out };
}
