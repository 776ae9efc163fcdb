/**
 * Share of the moving statistics of a batch normalisation that one step keeps. Small data sets have
 * few steps an epoch, and with the usual 0.99 the statistics would lag behind the weights for many
 * epochs.
 */
export const MOMENTUM = 0.9;
