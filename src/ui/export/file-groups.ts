/** Files that stand by themselves, or those of one folder. */
export interface FileGroup {
  /** With a slash at its end; absent: files that are listed one by one. */
  readonly folder?: string;
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
}

/** A folder of more files than this is shown as one row. */
const MOST_LISTED = 3;

/** Files in their order; what lies in a large folder comes together, where its first file was. */
export function fileGroups(files: ReadonlyMap<string, Uint8Array>): FileGroup[] {
  const folderOf = (path: string) => path.slice(0, path.indexOf('/') + 1);
  const groups = new Map<string, [string, Uint8Array][]>();
  for (const [path, bytes] of files) {
    const folder = folderOf(path);
    const key = folder === '' ? path : folder;
    const group = groups.get(key) ?? [];
    group.push([path, bytes]);
    groups.set(key, group);
  }
  return [...groups].map(([key, members]) =>
    key.endsWith('/') && members.length > MOST_LISTED
      ? { folder: key, files: members }
      : { files: members },
  );
}
