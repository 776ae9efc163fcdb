/** Whether this browser can record a camera at all. */
export function hasCamera(): boolean {
  return (
    typeof MediaRecorder === 'function' &&
    typeof globalThis.navigator?.mediaDevices?.getUserMedia === 'function'
  );
}
