const FILES = import.meta.glob<string>(['/firmware/**/*', '!/firmware/wearable/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The C sources that go into every export: path below `firmware/` to text. */
export const FIRMWARE_SOURCES: ReadonlyMap<string, string> = new Map(
  Object.entries(FILES).map(([path, text]) => [path.slice('/firmware/'.length), text]),
);
