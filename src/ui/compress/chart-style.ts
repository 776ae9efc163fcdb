import type { CSSProperties } from 'react';

/** Of what is written beside them. */
export const LABEL = { fontSize: 11, fill: 'var(--mantine-color-dimmed)' } as const;

/** Of the axes. */
export const AXIS = {
  tick: LABEL,
  stroke: 'var(--mantine-color-default-border)',
} as const;

export const GRID = { stroke: 'var(--line)' } as const;

/** Of what is shown beside a point. */
export const TOOLTIP_STYLE: CSSProperties = {
  padding: '0.375rem 0.625rem',
  border: '1px solid var(--mantine-color-default-border)',
  borderRadius: 6,
  background: 'var(--mantine-color-body)',
  boxShadow: 'var(--mantine-shadow-sm)',
  fontSize: 12,
};
