import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { STATIONS, type StationId } from '#studio/path-state';
import { useStudio } from '../parts/studio-context';
import { StartPage } from '../start/StartPage';
import { Dock } from './Dock';
import { PageBoundary } from './PageBoundary';
import { PageLoading } from './PageLoading';
import { Rail } from './Rail';
import { ReadOnlyBanner } from './ReadOnlyBanner';
import classes from './Shell.module.css';
import { STATION_PAGES } from './station-pages';
import { TopBar } from './TopBar';
import { useAppNotices } from './use-app-notices';
import { useDockOpen } from './use-dock-open';
import { usePath } from './use-path';
import { useProjectFile } from './use-project-file';
import { useShellKeys } from './use-shell-keys';
import { useStrayFiles } from './use-stray-files';

const HelpDrawer = lazy(() => import('./HelpDrawer'));
const PictureQuestion = lazy(() => import('./PictureQuestion'));
const Palette = lazy(() => import('./Palette'));

/** The frame that every page stands in. */
export function Shell() {
  const { t } = useTranslation(['common', 'path', 'start', 'errors']);
  const [location, navigate] = useLocation();
  const studio = useStudio();
  const path = usePath();
  const file = useProjectFile();
  const dock = useDockOpen();
  useAppNotices();
  // Counts openings, so that what is loaded lazily opens again on the second press.
  const [palette, setPalette] = useState(0);
  const [help, setHelp] = useState(false);
  const showPalette = () => setPalette((count) => count + 1);
  const showHelp = () => setHelp(true);
  const phase = useStore(studio.project.store, (state) => state.phase);
  const name = useStore(studio.project.store, (state) =>
    state.phase === 'open' ? state.project.name : undefined,
  );
  const first = location.split('/')[1] ?? '';
  const station = STATIONS.find((one) => one === first);
  const main = useRef<HTMLElement>(null);

  useStrayFiles();
  useShellKeys({
    palette: showPalette,
    help: showHelp,
    save: file.save,
    dock: dock.toggle,
    go: (to) => navigate(to),
  });

  useEffect(() => {
    const parts = station === undefined ? [] : [t(`path:station.${station}`), name];
    document.title = [...parts, 'Nodlab'].filter(Boolean).join(' · ');
  }, [t, station, name]);

  const shown = useRef(station);
  useEffect(() => {
    if (shown.current === station) return;
    shown.current = station;
    main.current?.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [station]);

  return (
    <div className={classes.shell}>
      <button
        type="button"
        className={classes.skip}
        onClick={() => main.current?.focus({ preventScroll: true })}
      >
        {t('skip')}
      </button>
      <TopBar file={file} onPalette={showPalette} onHelp={showHelp} />
      <Rail path={path} current={station} />
      <main ref={main} className={classes.main} tabIndex={-1}>
        <ReadOnlyBanner />
        <PageBoundary key={station ?? 'start'}>
          <Suspense fallback={<PageLoading />}>
            <Page station={station} phase={phase} />
          </Suspense>
        </PageBoundary>
      </main>
      <Dock isOpen={dock.isOpen} onToggle={dock.toggle} />
      <Suspense>
        {palette > 0 && (
          <Palette
            opened={palette}
            file={file}
            path={path}
            onHelp={showHelp}
            onDock={dock.toggle}
          />
        )}
        {file.onAnswer && <PictureQuestion onAnswer={file.onAnswer} />}
        {help && <HelpDrawer onClose={() => setHelp(false)} />}
      </Suspense>
    </div>
  );
}

/** A station's page while a project is open; until then, the page where one is opened. */
function Page({ station, phase }: { station: StationId | undefined; phase: string }) {
  if (station === undefined || phase !== 'open') {
    return <StartPage {...(station === undefined ? {} : { wanted: station })} />;
  }
  const StationPage = STATION_PAGES[station];
  return <StationPage />;
}
