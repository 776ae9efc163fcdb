import type { Camera } from './camera';

/** Short sounds: a prompt, the moment to move, a thing finished, and a telephone that rings. */
export type Sound = 'prompt' | 'go' | 'done' | 'reminder';

/** Whether a notification could be shown. */
export type NotifyResult = 'shown' | 'denied' | 'missing';

/** The browser's other abilities, as the studio uses them; tests pass their own. */
export interface Platform {
  /** Monotonic, ms: `performance.now`. */
  nowMs(): number;
  /** Unix epoch, ms. */
  epochMs(): number;
  newId(): string;
  /** SHA-256 of bytes, hex. */
  sha256(bytes: Uint8Array): Promise<string>;
  download(fileName: string, bytes: Uint8Array, mediaType: string): void;
  /** Hands a file to the system's share sheet; `false` where there is none or it was dismissed. */
  share(fileName: string, bytes: Uint8Array, mediaType: string): Promise<boolean>;
  canShare(): boolean;
  /** Asks for permission the first time. */
  notify(title: string, body: string): Promise<NotifyResult>;
  play(sound: Sound): void;
  /** Rings until the returned function is called. */
  ring(): () => void;
  /** Whether this browser can record a camera. */
  hasCamera(): boolean;
  /** Asks for the camera and turns it on. Rejects with `Failure` (`camera-unavailable`). */
  openCamera(): Promise<Camera>;
  /** Keeps the screen on until the returned function is called; does nothing where unsupported. */
  keepAwake(): () => void;
  /** Says to every tab of this site that `name` is in use, until called off or the page dies. */
  claim(name: string): () => void;
  /**
   * Takes `name` for this tab alone until released or the page dies; undefined while another tab
   * has it.
   */
  claimAlone(name: string): Promise<(() => void) | undefined>;
  /** Resolves when no tab has `name` for itself; rejects with `AbortError`. */
  whenFree(name: string, signal: AbortSignal): Promise<void>;
  /** Names that any tab has claimed. */
  claimed(): Promise<ReadonlySet<string>>;
  /** Called when the page is being left, perhaps for good. Returns the way to stop. */
  onPageHide(listener: () => void): () => void;
  /** Small choices that outlive the page; `undefined` where none was made. */
  preference(key: string): string | undefined;
  setPreference(key: string, value: string): void;
  /** The C library that goes into every export: path below `firmware/` to text. */
  firmwareSources(): Promise<ReadonlyMap<string, string>>;
  /** The firmware that makes a board a wearable: path below `firmware/wearable/` to text. */
  wearableSources(): Promise<ReadonlyMap<string, string>>;
  /** The model that ships as a starting point, as a project file. Rejects when offline and not kept. */
  generalModel(): Promise<Uint8Array>;
  /** Asks the browser not to clear this site's storage when space runs short. */
  askPersistence(): Promise<boolean>;
  /** Whether it has promised not to. */
  isPersistent(): Promise<boolean>;
  /** Room that this site's storage has, bytes, as the browser estimates it; undefined where unknown. */
  storageEstimate(): Promise<
    { readonly usedBytes: number; readonly quotaBytes: number } | undefined
  >;
}
