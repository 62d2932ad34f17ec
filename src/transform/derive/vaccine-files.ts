import { unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/**
 * The files of an animal that people call vaccination records, in the shape that Tailtown lists them in. It looks for them by
 * name in a folder of its own, where the bytes must be put: the name is made of Gingr's id, and the address stands beside.
 */
export const vaccineFiles: DeriveStep = async ({ session, layout, unit, source }) => {
  const files = unitOf(layout, 'files');
  if (!files) return;
  const name = source.sourceDatabase === 'main' ? 'gingr-' : `gingr-${source.sourceDatabase}-`;
  await session.query(
    `UPDATE ${unit.staged} s SET "vaccineRecordFiles" = f.files
     FROM (
       SELECT d.pet, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'filename', $1::text || d._source_id || coalesce(lower(substring(regexp_replace(d."fileUrl", '[?#].*$', '') from '\\.[A-Za-z0-9]{2,5}$')), ''),
           'originalName', d.called, 'mimeType', d."fileType", 'size', d."fileSize",
           'uploadedAt', to_char(d.uploaded, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'uploadedBy', d.by, 'gingrUrl', d."fileUrl"))
         ORDER BY d.uploaded, length(d._source_id), d._source_id) AS files
       FROM ${files.staged} d JOIN ${files.lines} l ON l.n = d._n AND l.mapped_state = 'ready'
       WHERE d.kind = 'VACCINE' AND d.pet IS NOT NULL GROUP BY 1) f
     WHERE f.pet = s._source_id`,
    [name],
  );
};
