/** The mark: a nod as a gyroscope sees it. */
export function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <rect width="26" height="26" rx="6" fill="var(--mantine-primary-color-filled)" />
      <path
        d="M4 13.5h3.2c1.6 0 1.7 5.5 3.3 5.5 2 0 2-12.5 4-12.5 1.7 0 1.7 9.5 3.3 9.5 1.2 0 1.2-2.5 2.4-2.5H22"
        fill="none"
        stroke="var(--mantine-primary-color-contrast)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
