import '@mantine/core/styles.layer.css';
import '@fontsource-variable/inter/index.css';
import './theme.css';
import { type MantineColorSchemeManager, MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { type ReactNode, Suspense, use, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Failure } from '#core/failure';
import type { Studio } from '#studio/studio';
import { languageFor, startI18n } from './i18n';
import { StudioProvider } from './parts/studio-context';
import { Notices } from './shell/Notices';
import { Shell } from './shell/Shell';
import { StorageFailurePage } from './shell/StorageFailurePage';
import { theme } from './theme';

type Preferences = Pick<Studio['platform'], 'preference' | 'setPreference'>;

/** The interface's texts in the language chosen before or, failing that, the browser's. */
export function textsFor(platform: Preferences): Promise<i18n> {
  const language = languageFor(platform.preference('language'), navigator.languages);
  return startI18n(language, (tag) => platform.setPreference('language', tag));
}

/** The whole interface over a studio. */
export function App({ studio, texts }: { studio: Studio; texts: Promise<i18n> }) {
  return (
    <Frame platform={studio.platform} texts={texts}>
      <StudioProvider value={studio}>
        <Notices />
        <Router hook={useHashLocation}>
          <Shell />
        </Router>
      </StudioProvider>
    </Frame>
  );
}

/** What there is to see where nothing can be stored. */
export function AppWithoutStorage(props: {
  platform: Preferences;
  texts: Promise<i18n>;
  failure: Failure;
}) {
  return (
    <Frame platform={props.platform} texts={props.texts}>
      <StorageFailurePage failure={props.failure} />
    </Frame>
  );
}

/** Theme and language around `children`, once the texts are there. */
function Frame(props: { platform: Preferences; texts: Promise<i18n>; children: ReactNode }) {
  const [schemes] = useState(() => rememberedScheme(props.platform));
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <Suspense>
        <Translated texts={props.texts}>{props.children}</Translated>
      </Suspense>
    </MantineProvider>
  );
}

function Translated({ texts, children }: { texts: Promise<i18n>; children: ReactNode }) {
  return <I18nextProvider i18n={use(texts)}>{children}</I18nextProvider>;
}

function rememberedScheme(platform: Preferences): MantineColorSchemeManager {
  return {
    get(otherwise) {
      const chosen = platform.preference('theme');
      return chosen === 'light' || chosen === 'dark' || chosen === 'auto' ? chosen : otherwise;
    },
    set: (scheme) => platform.setPreference('theme', scheme),
    subscribe() {},
    unsubscribe() {},
    clear: () => platform.setPreference('theme', 'auto'),
  };
}
