/** One sensor of the Generic Sensor API, in its own unit; TypeScript's DOM types lack it. */
export interface GenericSensor extends EventTarget {
  readonly x: number | null;
  readonly y: number | null;
  readonly z: number | null;
  /** Of the reading, on `performance.now`'s clock, ms. */
  readonly timestamp: number | null;
  start(): void;
  stop(): void;
}

type SensorClass = new (options: { frequency: number }) => GenericSensor;

/** What of the browser's global object moves with the machine; tests give a hand-made one. */
export interface PhoneScope {
  readonly isSecureContext?: boolean;
  /** m/s², gravity included. */
  readonly Accelerometer?: SensorClass;
  /** Radians a second. */
  readonly Gyroscope?: SensorClass;
  readonly DeviceMotionEvent?: {
    /** WebKit on iOS wants to be asked, from a click. */
    requestPermission?(): Promise<'granted' | 'denied'>;
  };
  addEventListener(type: 'devicemotion', listener: (event: DeviceMotionEvent) => void): void;
  removeEventListener(type: 'devicemotion', listener: (event: DeviceMotionEvent) => void): void;
}

/** A stream of this machine's own sensors. */
export interface PhoneStart {
  readonly scope: PhoneScope;
  readonly signal: AbortSignal;
  nowMs(): number;
}

/** Chromium gives no more; others do as they like. */
export const SENSOR_RATE_HZ = 60;
/** Sensors that have brought nothing by then are not there, ms. */
export const SENSORS_WITHIN_MS = 2000;
