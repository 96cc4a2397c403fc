import { Group, Kbd, Modal, Switch, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLetterKeys } from './keys.js';
import { navigation } from './navigation.js';

/** All keys, and the switch that turns single letters off. */
export default function KeyHelp({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [letters, setLetters] = useLetterKeys();
  const rows: [string[], string][] = [
    [[t('keys.control'), 'K'], t('keys.palette')],
    [['C'], t('keys.make')],
    [['/'], t('keys.filter')],
    [['J'], t('keys.next')],
    [['K'], t('keys.previous')],
    [['X'], t('keys.select')],
    [['Enter'], t('keys.open')],
    [[t('keys.control'), 'Enter'], t('keys.submit')],
    [['?'], t('keys.help')],
    ...navigation.flatMap(({ places }) =>
      places.flatMap(({ key, letter }): [string[], string][] =>
        letter ? [[['G', letter.toUpperCase()], t(`place.${key}`)]] : [],
      ),
    ),
  ];
  return (
    <Modal opened onClose={onClose} title={t('shell.keys')} size="md">
      <Switch
        label={t('keys.letters')}
        checked={letters}
        onChange={(event) => setLetters(event.currentTarget.checked)}
        mb="md"
      />
      <Table>
        <Table.Tbody>
          {rows.map(([keys, text]) => (
            <Table.Tr key={text}>
              <Table.Th scope="row" w={140}>
                <Group gap={4}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Th>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
