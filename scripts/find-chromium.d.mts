/** Path of a Chromium that is already here, or `null`; throws when NODLAB_CHROMIUM names none. */
export function findChromium(): string | null;
