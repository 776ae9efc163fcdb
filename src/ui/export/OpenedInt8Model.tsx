import { Button, Group, SimpleGrid, Stack, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Int8Graph } from '#core/compress/int8-graph';
import { profileOperators } from '#core/compress/operator-profile';
import type { Failure } from '#core/failure';
import { arenaSizeForExport } from '#core/firmware/arena/export-arena-size';
import { planArena } from '#core/firmware/arena/plan-arena';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import { failureOf } from '#studio/failure-of';
import { FailureNote } from '../parts/FailureNote';
import { Figure } from '../parts/Figure';
import { useStudio } from '../parts/studio-context';
import { ArenaPicture } from './ArenaPicture';
import { OperatorTable } from './OperatorTable';

/** What an opened int8 model costs on a board, operator by operator, and its code. */
export function OpenedInt8Model({ graph }: { readonly graph: Int8Graph }) {
  const { t, i18n } = useTranslation('export');
  const { openedModel } = useStudio();
  const [code, setCode] = useState<'idle' | 'writing' | Failure>('idle');
  const number = new Intl.NumberFormat(i18n.language);
  const plan = useMemo(() => planArena(graph), [graph]);
  const macs = profileOperators(graph).reduce((sum, one) => sum + one.macs, 0);
  const download = async () => {
    setCode('writing');
    try {
      await openedModel.downloadC99();
      setCode('idle');
    } catch (error) {
      setCode(failureOf(error));
    }
  };
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure label={t('board.macs')} value={number.format(macs)} />
        <Figure
          label={t('board.arena')}
          value={number.format(arenaSizeForExport(graph).bytes)}
          unit="B"
          hint={t('board.planned')}
        />
      </SimpleGrid>
      <OperatorTable graph={graph} />
      <Title order={3} size="h5">
        {t('sections.arena')}
      </Title>
      <ArenaPicture plan={plan} operators={graph.layers.map(({ kind }) => OPERATOR_OF[kind])} />
      <Group>
        <Button
          variant="default"
          loading={code === 'writing'}
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => void download()}
        >
          {t('opened.download')}
        </Button>
      </Group>
      {typeof code === 'object' && <FailureNote failure={code} />}
    </Stack>
  );
}
