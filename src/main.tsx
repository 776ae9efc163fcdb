import { createRoot } from 'react-dom/client';
import { createPhoneSensor } from '#device/phone-sensor';
import { createSimulator } from '#device/simulator';
import { createWebBluetooth } from '#device/web-bluetooth';
import { createWebSerial } from '#device/web-serial';
import { createEngine } from '#engine/engine-client';
import { createBrowserPlatform } from '#platform/browser-platform';
import { keepOffline } from '#platform/offline';
import { openStorage } from '#storage/open-storage';
import { createStudio, resume } from '#studio/create-studio';
import { failureOf } from '#studio/failure-of';
import { App, AppWithoutStorage, textsFor } from './ui/App';

/** The page waits no longer than this for the project that was open last, ms. */
const RESUME_PATIENCE_MS = 800;

const root = createRoot(document.getElementById('root')!);
const platform = createBrowserPlatform();
// Their files travel while the database opens.
const texts = textsFor(platform);

try {
  const studio = createStudio({
    storage: await openStorage(),
    engine: createEngine(),
    platform,
    devices: {
      simulator: createSimulator(platform),
      others: [createWebBluetooth(), createWebSerial(), createPhoneSensor()],
    },
  });
  const patience = new Promise((resolve) => setTimeout(resolve, RESUME_PATIENCE_MS));
  await Promise.race([resume(studio), patience]);
  root.render(<App studio={studio} texts={texts} />);
} catch (error) {
  root.render(<AppWithoutStorage platform={platform} texts={texts} failure={failureOf(error)} />);
}
if (import.meta.env.PROD) keepOffline('./sw.js');
