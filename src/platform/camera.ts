import { Failure } from '#core/failure';

/** A video track of the person who is recorded; without sound. */
export interface Camera {
  /** Shows the picture in a `<video>` until another one takes it. */
  attach(element: HTMLVideoElement | null): void;
  /** Begins to record; `onPiece` gets the file piece by piece, about one a second, in order. */
  record(onPiece: (piece: Blob) => void): CameraTake;
  /** Called when the camera is taken away: unplugged, or its permission withdrawn. */
  onEnded(listener: () => void): void;
  close(): void;
}

/** One video being recorded. */
export interface CameraTake {
  readonly mediaType: string;
  /** Resolves with when the picture began, Unix epoch, ms. */
  readonly started: Promise<number>;
  /** Resolves when the last piece has been handed out. */
  stop(): Promise<void>;
}

/** A second a piece: what a page that dies loses of the picture. */
const PIECE_MS = 1000;
const MEDIA_TYPES = ['video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
/** Enough to see a head nod; an hour takes some 200 MB. */
const BITS_PER_SECOND = 500_000;
const WIDTH = 480;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 25;

/** Asks for the camera and turns it on. Rejects with `Failure` (`camera-unavailable`). */
export async function openCamera(): Promise<Camera> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { width: WIDTH, height: HEIGHT, frameRate: FRAMES_PER_SECOND },
    });
  } catch (cause) {
    throw new Failure('camera-unavailable', String(cause), { cause });
  }
  let shown: HTMLVideoElement | null = null;
  return {
    attach(element) {
      if (shown) shown.srcObject = null;
      shown = element;
      if (element) element.srcObject = stream;
    },
    record: (onPiece) => recordStream(stream, onPiece),
    onEnded(listener) {
      for (const track of stream.getTracks()) track.addEventListener('ended', listener);
    },
    close() {
      for (const track of stream.getTracks()) track.stop();
      if (shown) shown.srcObject = null;
    },
  };
}

function recordStream(stream: MediaStream, onPiece: (piece: Blob) => void): CameraTake {
  const mediaType = MEDIA_TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? '';
  const recorder = new MediaRecorder(stream, {
    ...(mediaType === '' ? {} : { mimeType: mediaType }),
    videoBitsPerSecond: BITS_PER_SECOND,
  });
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) onPiece(data);
  });
  const started = new Promise<number>((resolve) => {
    recorder.addEventListener('start', () => resolve(Date.now()), { once: true });
  });
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve(), { once: true });
  });
  recorder.start(PIECE_MS);
  return {
    mediaType: recorder.mimeType || mediaType,
    started,
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      await stopped;
    },
  };
}
