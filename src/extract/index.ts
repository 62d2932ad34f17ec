export { type ColumnsOptions, type FileColumns, readUnknownColumns } from './files/columns.ts';
export { type ExtractOptions, type ExtractProgress, extractFiles } from './files/extract.ts';
