import { Code, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';

const wrapped = { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' } as const;

/** What the recipient of a pack does with it, and what must reach them by another way than with the pack. */
export function HowToVerify({ reference, sha256 }: { reference: string; sha256: string | null }) {
  const { t } = useTranslation();
  const { data: keys } = useQuery({
    queryKey: ['/api/v1/log/keys'],
    queryFn: () => answer(api.GET('/api/v1/log/keys')),
    staleTime: Infinity,
  });
  return (
    <>
      <List type="ordered" size="sm" spacing="sm">
        <List.Item>
          {t('pack.step1')}
          {keys && (
            <>
              <Code block mt={4} style={wrapped}>
                {keys.packFingerprint}
              </Code>
              <Text size="sm" mt={4}>
                {t('pack.step1File')}
              </Text>
              <Code block mt={4} style={wrapped}>
                {keys.allowedSigners.trim()}
              </Code>
            </>
          )}
        </List.Item>
        <List.Item>
          {t('pack.step2')}
          <Code block mt={4}>{`sha256sum ${reference}.zip`}</Code>
          <Code block mt={4} style={wrapped}>
            {sha256}
          </Code>
        </List.Item>
        <List.Item>
          {t('pack.step3')}
          <Code block mt={4} style={wrapped}>
            {[
              `unzip ${reference}.zip -d ${reference}`,
              `cd ${reference}/*/`,
              `python3 verify/verify.py . ${keys?.packFingerprint ?? 'SHA256:…'}`,
            ].join('\n')}
          </Code>
        </List.Item>
        <List.Item>{t('pack.step4')}</List.Item>
      </List>
      <Text size="sm" c="dimmed" mt="sm">
        {t('pack.notProved')}
      </Text>
    </>
  );
}
