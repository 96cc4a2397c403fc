import { Anchor, Button, FileButton, Group, Text } from '@mantine/core';
import { IconCamera, IconFile, IconPaperclip } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/api.js';
import { problemText } from '../form/reason.js';
import { bytesText, instantText } from '../language/format.js';
import classes from './record.module.css';

interface Sending {
  file: File;
  problem?: string;
}

/** The files of a record: dropped, pasted, chosen or photographed. What could not be sent stays listed and is sent again on demand. */
export function Attachments({ recordType, id, readOnly }: { recordType: string; id: string; readOnly: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending[]>([]);
  const area = useRef<HTMLDivElement>(null);
  const queryKey = ['/api/v1/attachments', recordType, id];
  const { data } = useQuery({
    queryKey,
    queryFn: () =>
      answer(api.GET('/api/v1/attachments', { params: { query: { recordType, recordId: id, limit: 200 } as never } })),
  });

  const send = async (file: File) => {
    setSending((list) => [...list.filter((one) => one.file !== file), { file }]);
    try {
      const body = new FormData();
      body.append('file', file, file.name || 'pasted.png');
      const { id: fileId } = await answer(
        api.POST('/api/v1/files', { body: body as never, bodySerializer: (form: unknown) => form as FormData }),
      );
      await api.POST('/api/v1/attachments', {
        body: {
          recordType,
          recordId: id,
          fileId,
          // A camera writes the file when it takes the picture.
          ...(file.type.startsWith('image/') && { capturedAt: new Date(file.lastModified).toISOString() }),
        },
      });
      setSending((list) => list.filter((one) => one.file !== file));
      await cache.invalidateQueries({ queryKey });
    } catch (error) {
      const text = problemText(error);
      setSending((list) => list.map((one) => (one.file === file ? { file, problem: text } : one)));
    }
  };
  const sendAll = (files: Iterable<File> | null) => {
    for (const file of files ?? []) void send(file);
  };

  useEffect(() => {
    if (readOnly) return;
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) sendAll(files);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });

  const live = data?.items.filter(({ voidedOn }) => !voidedOn) ?? [];
  return (
    <div
      ref={area}
      onDragOver={(event) => (event.preventDefault(), setOver(!readOnly))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!readOnly) sendAll(event.dataTransfer.files);
      }}
    >
      <ul className={classes.files}>
        {live.map(({ id: key, fileId, file, capturedAt, note }) => (
          <li key={key}>
            {file.erasure ? (
              <span className={classes.thumb}>{t('record.erased', { reference: file.erasure })}</span>
            ) : (
              <a
                href={`/api/v1/files/${fileId}/content`}
                target="_blank"
                rel="noreferrer"
                style={{ textDecoration: 'none' }}
              >
                {file.mediaType.startsWith('image/') ? (
                  <img
                    className={classes.thumb}
                    src={`/api/v1/files/${fileId}/content`}
                    alt={note ?? file.originalName}
                    loading="lazy"
                  />
                ) : (
                  <span className={classes.thumb}>
                    <IconFile size={30} stroke={1.3} aria-hidden />
                  </span>
                )}
                <Anchor component="span" size="xs" lineClamp={1}>
                  {file.originalName}
                </Anchor>
              </a>
            )}
            <Text size="xs" c="dimmed" title={`SHA-256 ${file.sha256}`}>
              {bytesText(file.bytes)}
              {capturedAt && ` · ${instantText(capturedAt)}`}
            </Text>
          </li>
        ))}
        {sending.map(({ file, problem }) => (
          <li key={file.name + file.lastModified}>
            <span className={classes.thumb}>
              <IconPaperclip size={26} stroke={1.3} aria-hidden />
            </span>
            <Text size="xs" lineClamp={1}>
              {file.name}
            </Text>
            <Text size="xs" role="status" {...(problem ? { style: { color: 'var(--alarm)' } } : { c: 'dimmed' })}>
              {problem ?? t('files.sending')}
            </Text>
            {problem && (
              <Button size="compact-xs" variant="default" onClick={() => void send(file)}>
                {t('common.retry')}
              </Button>
            )}
          </li>
        ))}
        {!readOnly && (
          <li>
            <div className={`${classes.drop} no-print`} data-over={over || undefined}>
              {t('files.drop')}
            </div>
          </li>
        )}
      </ul>
      {!readOnly && (
        <Group gap="xs" mt="sm">
          <FileButton onChange={sendAll} multiple>
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconPaperclip size={14} aria-hidden />}>
                {t('files.choose')}
              </Button>
            )}
          </FileButton>
          <FileButton onChange={(file) => file && void send(file)} accept="image/*" capture="environment">
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconCamera size={14} aria-hidden />}>
                {t('files.photo')}
              </Button>
            )}
          </FileButton>
        </Group>
      )}
      {readOnly && live.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('files.none')}
        </Text>
      )}
    </div>
  );
}
