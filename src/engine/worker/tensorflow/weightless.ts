/** The parts of a training layer that has no weights. */
export const weightless = { parameters: [], dispose() {} } as const;
