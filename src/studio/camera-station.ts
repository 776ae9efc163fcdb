import { createStore, type StoreApi } from 'zustand/vanilla';
import { Failure } from '#core/failure';
import type { Camera, CameraTake } from '#platform/camera';
import type { Platform } from '#platform/platform';
import type { VideoRepository } from '#storage/storage';
import { failureOf } from './failure-of';
import type { RecordStation } from './record-station';

export type CameraState =
  | { readonly phase: 'off'; readonly failure?: Failure }
  | { readonly phase: 'starting' }
  | { readonly phase: 'on'; readonly recordingId?: string };

/** A recording's picture as it is played. */
export interface RecordingPicture {
  readonly file: Blob;
  /** When the picture began, Unix epoch, ms. */
  readonly startedAt: number;
}

/** A camera beside the motion, so that a person sees what they label. Its pictures stay here. */
export interface CameraStation {
  readonly store: StoreApi<CameraState>;
  /** Ids of recordings with a picture; undefined until `readIds`. */
  readonly pictures: StoreApi<{ readonly ids: ReadonlySet<string> }>;
  available(): boolean;
  on(): Promise<void>;
  off(): void;
  /** Shows the live picture in a `<video>`. */
  attach(element: HTMLVideoElement | null): void;
  readIds(): Promise<void>;
  /** A recording's picture; undefined where it has none. Rejects with `Failure`. */
  load(recordingId: string): Promise<RecordingPicture | undefined>;
  remove(recordingId: string): Promise<void>;
}

export interface CameraDeps {
  readonly record: Pick<RecordStation, 'store'>;
  readonly videos: VideoRepository;
  readonly platform: Pick<Platform, 'hasCamera' | 'openCamera'>;
}

/** Records a picture whenever the camera is on and motion is recorded. */
export function createCameraStation({ record, videos, platform }: CameraDeps): CameraStation {
  const store = createStore<CameraState>(() => ({ phase: 'off' }));
  const pictures = createStore(() => ({ ids: new Set<string>() as ReadonlySet<string> }));
  let camera: Camera | undefined;
  let running: { readonly recordingId: string; readonly take: CameraTake } | undefined;
  let element: HTMLVideoElement | null = null;

  function turnOff(failure?: Failure): void {
    void finish();
    camera?.close();
    camera = undefined;
    store.setState({ phase: 'off', ...(failure ? { failure } : {}) }, true);
  }

  function begin(recordingId: string): void {
    if (!camera) return;
    let index = 0;
    // One after the other: pieces make a file only in their order.
    let writing: Promise<void> = Promise.resolve();
    const take = camera.record((piece) => {
      writing = writing
        .then(async () => {
          const bytes = new Uint8Array(await piece.arrayBuffer());
          if (index === 0) {
            const startedAt = await take.started;
            await videos.save(recordingId, { mediaType: take.mediaType, startedAt });
          }
          await videos.appendPiece(recordingId, index++, bytes);
          note(recordingId);
        })
        // Motion goes on without a picture rather than end for one.
        .catch((error) => turnOff(failureOf(error)));
    });
    running = { recordingId, take };
    store.setState({ phase: 'on', recordingId }, true);
  }

  async function finish(): Promise<void> {
    const ended = running;
    running = undefined;
    if (camera) store.setState({ phase: 'on' }, true);
    await ended?.take.stop();
  }

  function note(recordingId: string): void {
    const { ids } = pictures.getState();
    if (!ids.has(recordingId)) pictures.setState({ ids: new Set([...ids, recordingId]) });
  }

  record.store.subscribe((state) => {
    const recordingId = state.phase === 'recording' ? state.recordingId : undefined;
    if (recordingId === running?.recordingId) return;
    void finish();
    if (recordingId !== undefined) begin(recordingId);
  });

  return {
    store,
    pictures,
    available: platform.hasCamera,

    async on() {
      if (store.getState().phase !== 'off') return;
      store.setState({ phase: 'starting' }, true);
      try {
        const opened = await platform.openCamera();
        if (store.getState().phase !== 'starting') return opened.close();
        camera = opened;
        opened.attach(element);
        opened.onEnded(() => {
          if (camera === opened)
            turnOff(new Failure('camera-unavailable', 'the camera was taken away'));
        });
        store.setState({ phase: 'on' }, true);
        const state = record.store.getState();
        if (state.phase === 'recording') begin(state.recordingId);
      } catch (error) {
        turnOff(failureOf(error));
      }
    },

    off: () => turnOff(),

    attach(shown) {
      element = shown;
      camera?.attach(shown);
    },

    async readIds() {
      const ids = await videos.ids().catch(() => []);
      pictures.setState({ ids: new Set(ids) });
    },

    async load(recordingId) {
      const video = await videos.load(recordingId);
      if (!video) return undefined;
      const { mediaType, startedAt, pieces } = video;
      return {
        file: new Blob(pieces as Uint8Array<ArrayBuffer>[], { type: mediaType }),
        startedAt,
      };
    },

    async remove(recordingId) {
      await videos.remove(recordingId);
      const ids = new Set(pictures.getState().ids);
      ids.delete(recordingId);
      pictures.setState({ ids });
    },
  };
}
