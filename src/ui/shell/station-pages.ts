import { type ComponentType, lazy } from 'react';
import { STATIONS, type StationId } from '#studio/path-state';

type PageModule = Readonly<Record<string, ComponentType>>;

const modules = import.meta.glob<PageModule>(['../*/*Page.tsx', '!../start/*']);

function pageOf(station: StationId): ComponentType {
  const name = `${station.charAt(0).toUpperCase()}${station.slice(1)}Page`;
  return lazy(async () => {
    const module = await modules[`../${station}/${name}.tsx`]?.();
    const page = module?.[name];
    if (page === undefined) throw new Error(`There is no ${name}.`);
    return { default: page };
  });
}

/** Each station's page, `<Station>Page` of its own folder, loaded when first gone to. */
export const STATION_PAGES = Object.fromEntries(
  STATIONS.map((station) => [station, pageOf(station)]),
) as Readonly<Record<StationId, ComponentType>>;
