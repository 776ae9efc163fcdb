import {
  type DemoRecording,
  type DemoRequest,
  demoRecordings,
} from '#core/dataset/demo-recordings';
import type { JobContext } from '../../job-protocol';

/** The demo's recordings; one progress report a recording. */
export async function runMakeDemo(
  request: DemoRequest,
  context: JobContext<{ readonly done: number; readonly total: number }>,
): Promise<readonly DemoRecording[]> {
  return demoRecordings(request, (done, total) => context.report({ done, total }));
}
