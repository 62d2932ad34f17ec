import { idColumnOf } from '../../gingr/catalogue.ts';
import { PICTURE_COLUMNS, picturesOf } from '../../gingr/pictures.ts';
import type { Snapshot } from '../../snapshot/read.ts';

export interface PictureUse {
  entity: string;
  id: string;
}

/** A picture that records of the snapshot name by its address. */
export interface WantedPicture {
  url: string;
  /** Told by the address alone. */
  placeholder: boolean;
  uses: PictureUse[];
  /** Ids of the owners whose animals have it. */
  owners: Set<string>;
}

/** The pictures of a snapshot by address, each once, in the order in which they come. Memory grows with their number. */
export async function wantedPictures(snapshot: Snapshot): Promise<WantedPicture[]> {
  const wanted = new Map<string, WantedPicture & { ids: Set<string> }>();
  for (const place of PICTURE_COLUMNS) {
    const { entity, column, owner } = place;
    const columns = snapshot.manifest.entities.find((each) => each.entity === entity)?.columns ?? [];
    const [image, id, who] = [column, idColumnOf(entity), owner ?? ''].map((name) => columns.indexOf(name));
    for await (const lines of snapshot.readLines(entity)) {
      for (const { values } of lines) {
        const record = values[id ?? -1]?.trim() ?? '';
        if (record === '') continue;
        const by = values[who ?? -1]?.trim() ?? '';
        for (const found of picturesOf(values[image ?? -1] ?? null, place)) {
          const known = wanted.get(found.url) ?? { ...found, uses: [], owners: new Set(), ids: new Set() };
          wanted.set(found.url, known);
          const key = `${entity}/${record}`;
          if (!known.ids.has(key)) known.uses.push({ entity, id: record });
          known.ids.add(key);
          if (by !== '') known.owners.add(by);
        }
      }
    }
  }
  return [...wanted.values()].map(({ url, placeholder, uses, owners }) => ({
    url,
    placeholder,
    uses,
    owners,
  }));
}
