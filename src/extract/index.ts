export { type ExtractOptions, type ExtractProgress, extractFiles } from './files/extract.ts';
