import { Alert, Button, Collapse, Group, SimpleGrid, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { Section } from '../../record/record-page.js';
import { useTyped } from '../../record/use-typed.js';
import { DefinitionEditor } from './definition-editor.js';
import { DefinitionView } from './definition-view.js';
import { Mistakes } from './mistakes.js';
import { NextDraft } from './next-draft.js';
import { checkMethod, type MethodDefinition } from './scoring.js';
import { ThresholdSliders } from './threshold-sliders.js';
import { WhatIf } from './what-if.js';

/**
 * A version on the bench: what it says, other values to try, and what they would change, before anything is published. A draft takes
 * what was tried; a published version stays as it is and lends it to the next draft.
 */
export function DefinitionBench({
  version,
  mayDraft,
}: {
  version: Schemas['SignificanceMethodVersionView'];
  mayDraft: boolean;
}) {
  const { t } = useTranslation();
  const [words, { toggle }] = useDisclosure(false);
  const { typed, type, stop, save, error, busy, readOnly } = useTyped<MethodDefinition>(
    'definition',
    t('significanceMethod.field.definition'),
  );
  const draft = version.state === 'draft';
  const definition = typed ?? version.definition;
  const mistakes = checkMethod(definition);
  const trying = typed !== undefined && JSON.stringify(typed) !== JSON.stringify(version.definition);
  return (
    <>
      {!readOnly && (
        <Section title={t('significanceMethod.whatIf')}>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
            <div>
              <ThresholdSliders definition={definition} onChange={type} />
              {mistakes.length > 0 && <Mistakes definition={definition} mistakes={mistakes} />}
              {error && (
                <Alert mt="sm" color="red" role="alert">
                  {error}
                </Alert>
              )}
              <Group mt="md" gap="xs">
                {draft && mayDraft && (
                  <Button
                    disabled={!trying || mistakes.length > 0}
                    loading={busy}
                    onClick={() => void save(definition)}
                  >
                    {t('significanceMethod.saveDraft')}
                  </Button>
                )}
                {!draft && mayDraft && (
                  <NextDraft
                    methodId={version.methodId}
                    definition={definition}
                    disabled={mistakes.length > 0}
                    onDrafted={stop}
                  />
                )}
                {trying && (
                  <Button variant="default" onClick={stop}>
                    {t('significanceMethod.reset')}
                  </Button>
                )}
              </Group>
              {trying && (
                <Text size="sm" c="dimmed" mt="xs" role="status">
                  {t(draft && mayDraft ? 'significanceMethod.unsaved' : 'significanceMethod.onlyTried')}
                </Text>
              )}
            </div>
            <div>
              {mistakes.length === 0 && <WhatIf versionId={version.id} definition={definition} />}
              <Alert
                mt="md"
                color="deep"
                variant="light"
                icon={<IconHistory size={18} aria-hidden />}
                title={t('significanceMethod.notRecomputed')}
              >
                <Text size="sm">{t('significanceMethod.notRecomputedWhy')}</Text>
              </Alert>
            </div>
          </SimpleGrid>
        </Section>
      )}
      <Section
        title={t('significanceMethod.says')}
        actions={
          !readOnly &&
          draft &&
          mayDraft && (
            <Button size="xs" variant="default" onClick={toggle} aria-expanded={words}>
              {t(words ? 'significanceMethod.read' : 'significanceMethod.editWords')}
            </Button>
          )
        }
      >
        <Collapse expanded={words}>{words && <DefinitionEditor definition={definition} onChange={type} />}</Collapse>
        {!words && <DefinitionView definition={draft ? definition : version.definition} />}
      </Section>
    </>
  );
}
