export { type ApiExtractOptions, extractApi } from './api/extract.ts';
export { probeApi } from './api/probe.ts';
export { type ColumnsOptions, type FileColumns, readUnknownColumns } from './files/columns.ts';
export { type ExtractOptions, type ExtractProgress, extractFiles } from './files/extract.ts';
export { type CopyOptions, type CopyResult, copyPictures } from './pictures/copy.ts';
