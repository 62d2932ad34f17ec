import { type Makers, NOTHING, type Step } from './step.ts';

/** Kinds of content by the endings of names, as registered with IANA. */
const BY_ENDING: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** The kind that is stated, else that of the first name with a known ending; what follows `?` in an address is no name. */
const contentType: Step = ([stated = null, ...names]) => {
  const said = stated?.trim().toLowerCase() ?? '';
  if (/^[a-z]+\/[\w.+-]+$/.test(said)) return { value: said };
  for (const name of [stated, ...names]) {
    const [, ending = said] = /\.([a-z0-9]{2,5})$/i.exec((name ?? '').trim().replace(/[?#].*$/s, '')) ?? [];
    const known = BY_ENDING[ending.toLowerCase()];
    if (known !== undefined) return { value: known };
  }
  return NOTHING;
};

export const documentFunctions: Makers<'contentType'> = { contentType: () => contentType };
