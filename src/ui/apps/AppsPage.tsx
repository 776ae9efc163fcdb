import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useStudio } from '../parts/studio-context';
import { AppCards } from './AppCards';
import { APPS, type AppId } from './app-list';
import { CallApp } from './CallApp';
import { ExerciseApp } from './ExerciseApp';
import { PostureApp } from './PostureApp';
import { ReminderApp } from './ReminderApp';

const PAGES: Readonly<Record<AppId, () => React.ReactNode>> = {
  posture: PostureApp,
  sedentary: ReminderApp,
  call: CallApp,
  exercise: ExerciseApp,
};

/** What the gestures are good for: four apps, each with a page of its own below `/apps`. */
export function AppsPage() {
  const { apps } = useStudio();
  const [location] = useLocation();
  useEffect(() => apps.watch(), [apps]);
  const wanted = location.split('/')[2];
  const app = APPS.find((one) => one === wanted);
  if (app === undefined) return <AppCards />;
  const Page = PAGES[app];
  return <Page />;
}
