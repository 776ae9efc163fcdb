import { Button, Group, Table, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recording, Session } from '#core/dataset/session';
import { useFoundRecordings } from '../parts/use-found-recordings';
import { useOpenProject } from '../parts/use-open-project';
import classes from './RecordingList.module.css';
import { CUT_NOTE, RecordingRow } from './RecordingRow';

/** So many rows are shown at first, and more as one scrolls down to their end. */
const PAGE_ROWS = 25;
/** Fewer are seen at a glance. */
const SEARCHED_ROWS = 8;

/** The project's recordings by sitting, the newest first. */
export function RecordingList() {
  const { t, i18n } = useTranslation('record');
  const { project, sessions, recordings, readOnly = false } = useOpenProject();
  const [query, setQuery] = useState('');
  const [rows, setRows] = useState(PAGE_ROWS);
  const found = useFoundRecordings({ recordings, sessions, gestures: project.gestures }, query);
  const sittings = useMemo(() => bySitting(sessions, found), [sessions, found]);
  const takes = useMemo(() => sittingsOfTakes(recordings), [recordings]);
  const { when, number, rate } = useMemo(
    () => ({
      when: new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }),
      number: new Intl.NumberFormat(i18n.language),
      rate: new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }),
    }),
    [i18n.language],
  );
  if (recordings.length === 0) return <Text c="dimmed">{t('list.empty')}</Text>;
  const isSearched = recordings.length > SEARCHED_ROWS;
  const count = t('list.found', { count: found.length, all: recordings.length });
  return (
    <div className={classes.scroll}>
      {isSearched && (
        <Group justify="space-between" mb="xs" className={classes.search}>
          <TextInput
            size="sm"
            type="search"
            aria-label={t('list.search')}
            placeholder={t('list.searchWhat')}
            leftSection={<IconSearch size={15} aria-hidden />}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setRows(PAGE_ROWS);
            }}
          />
          <Text size="sm" c="dimmed" role="status">
            {found.length === 0 ? t('list.nothingFound') : count}
          </Text>
        </Group>
      )}
      <Table className={classes.list} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('list.name')}</Table.Th>
            <Table.Th>{t('list.duration')}</Table.Th>
            <Table.Th>{t('list.rate')}</Table.Th>
            <Table.Th data-minor>{t('list.frames')}</Table.Th>
            <Table.Th data-minor>{t('list.lost')}</Table.Th>
            <Table.Th>{t('list.labels')}</Table.Th>
            <Table.Th aria-label={t('list.actions')} />
          </Table.Tr>
        </Table.Thead>
        {firstRows(sittings, rows).map(({ session, own }) => (
          <Table.Tbody key={session.id}>
            <Table.Tr className={classes.session}>
              <Table.Th colSpan={7} scope="rowgroup">
                {t('list.session', {
                  subject: session.subject,
                  when: when.format(session.startedAt),
                })}
                {session.deviceName !== '' && (
                  <Text span size="sm" c="dimmed" fw={400}>
                    {' '}
                    {t('list.device', { name: session.deviceName })}
                  </Text>
                )}
              </Table.Th>
            </Table.Tr>
            {own.map((recording) => (
              <RecordingRow
                key={recording.id}
                recording={recording}
                readOnly={readOnly}
                hasOthers={
                  !recording.combines && (takes.get(recording.takeId ?? '')?.size ?? 0) > 1
                }
                number={number}
                rate={rate}
              />
            ))}
          </Table.Tbody>
        ))}
      </Table>
      {found.length > rows && <MoreRows onMore={() => setRows((shown) => shown + PAGE_ROWS)} />}
      {recordings.some(({ state }) => state === 'cut') && (
        <Text id={CUT_NOTE} size="sm" c="dimmed" mt="sm">
          {t('list.cutWhat')}
        </Text>
      )}
    </div>
  );
}

/** Comes into sight as one scrolls down, or is pressed. */
function MoreRows({ onMore }: { onMore(): void }) {
  const { t } = useTranslation('record');
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: '400px' },
    );
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
  });
  return (
    <Button ref={button} mt="xs" variant="subtle" size="compact-sm" onClick={onMore}>
      {t('list.more')}
    </Button>
  );
}

/** Sittings that have recordings, and their recordings, the newest first. */
function bySitting(sessions: readonly Session[], recordings: readonly Recording[]) {
  const bySession = new Map<string, Recording[]>();
  for (const one of recordings.toReversed()) {
    const own = bySession.get(one.sessionId);
    if (own) own.push(one);
    else bySession.set(one.sessionId, [one]);
  }
  return sessions
    .flatMap((session) => {
      const own = bySession.get(session.id);
      return own ? [{ session, own }] : [];
    })
    .sort((a, b) => b.own[0]!.startedAt - a.own[0]!.startedAt);
}

/** The first sittings that together have no more than so many recordings. */
function firstRows(sittings: ReturnType<typeof bySitting>, rows: number) {
  let left = rows;
  return sittings.flatMap(({ session, own }) => {
    const shown = own.slice(0, Math.max(0, left));
    left -= own.length;
    return shown.length > 0 ? [{ session, own: shown }] : [];
  });
}

/** Sittings by take: each device of a take has one of its own. */
function sittingsOfTakes(recordings: readonly Recording[]): ReadonlyMap<string, Set<string>> {
  const takes = new Map<string, Set<string>>();
  for (const { takeId, sessionId } of recordings) {
    if (takeId === undefined) continue;
    takes.set(takeId, (takes.get(takeId) ?? new Set()).add(sessionId));
  }
  return takes;
}
