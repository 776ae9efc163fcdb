import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** The one accent. Shade 7 carries white text on light, shade 4 dark text on dark. */
const petrol: MantineColorsTuple = [
  '#e8f5f7',
  '#d0eaee',
  '#a3d6de',
  '#72c1cd',
  '#47b0bf',
  '#2597a7',
  '#137f8e',
  '#0b6875',
  '#0a5560',
  '#07414a',
];

/** The one neutral scale, for paper. */
const gray: MantineColorsTuple = [
  '#f6f7f8',
  '#eef0f1',
  '#e3e6e8',
  '#d3d8db',
  '#b9c1c6',
  '#929ca3',
  '#626c73',
  '#4a5359',
  '#30373b',
  '#1a1f22',
];

/** The same scale at night: 0 is text, 7 the page, 9 behind it. */
const dark: MantineColorsTuple = [
  '#dfe3e5',
  '#bac1c5',
  '#98a1a7',
  '#6d767c',
  '#434b50',
  '#30363a',
  '#22272a',
  '#17191c',
  '#111315',
  '#0b0c0e',
];

/**
 * Two things otherwise than Mantine has them: text on the accent, for which its own choice knows
 * the light scheme's shade alone, and light variants, which it makes opaque and loud at night and
 * whose text falls below 4.5:1 in yellow.
 */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const { variant, theme } = input;
  const color = input.color ?? theme.primaryColor;
  if (variant === 'filled' && color === theme.primaryColor) {
    return { ...resolved, color: 'var(--mantine-primary-color-contrast)' };
  }
  if (variant === 'light' && color in theme.colors) {
    const mix = (percent: number, other: string) =>
      `color-mix(in srgb, var(--mantine-color-${color}-filled) ${percent}%, ${other})`;
    return {
      ...resolved,
      background: mix(12, 'transparent'),
      hover: mix(18, 'transparent'),
      color: mix(55, 'var(--mantine-color-text)'),
    };
  }
  return resolved;
};

export const theme = createTheme({
  variantColorResolver,
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { petrol, gray, dark },
  black: '#1a1f22',
  fontFamily:
    "'Inter Variable', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Tooltip: {
      defaultProps: { openDelay: 350, events: { hover: true, focus: true, touch: false } },
    },
    Paper: { defaultProps: { radius: 'md' } },
    Button: { defaultProps: { fw: 550 } },
    Alert: { defaultProps: { radius: 'md' } },
  },
});
