import { AnchorRefusal } from './anchor-refusal.js';

const patience = 15_000;

/** What a mail tells somebody outside, who keeps it. */
export interface MailedCheckpoint {
  organisation: string;
  /** The signed note. */
  checkpoint: string;
  origin: string;
  size: number;
  signedAt: string;
  packSigner: string;
  packFingerprint: string;
  logFingerprint: string;
  allowedSigners: string;
}

/** Hands a mail with the checkpoint to the mail server; resolves once it has taken it. Throws `AnchorRefusal`. */
export async function mailCheckpoint(
  { server, from, to }: { server: string; from: string; to: string },
  told: MailedCheckpoint,
): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: server,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: 'Continua', address: from },
      // As an object: an address is never read as a list of several.
      to: { name: '', address: to },
      subject: `Checkpoint: ${onOneLine(told.organisation)}, ${told.size} lines, ${told.signedAt.slice(0, 10)}`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      text: textOf(told),
      attachments: [
        { filename: 'checkpoint.txt', content: told.checkpoint, contentType: 'text/plain; charset=utf-8' },
        { filename: 'allowed_signers', content: told.allowedSigners, contentType: 'text/plain; charset=utf-8' },
      ],
    });
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    const words = responseCode ? `refuses (SMTP ${responseCode})` : `cannot be reached (${code ?? 'no reason'})`;
    throw new AnchorRefusal(`The mail server ${words}.`, { cause: error });
  } finally {
    transport.close();
  }
}

const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');

/** Paragraphs are lines: whoever reads a mail has them broken. */
const textOf = (told: MailedCheckpoint): string => {
  const organisation = onOneLine(told.organisation);
  const { size, signedAt } = told;
  return `PLEASE KEEP THIS MAIL. / BITTE BEWAHREN SIE DIESE MAIL AUF.

${organisation} keeps the records of its management system in Continua, and has asked that you are sent this once a week. The text at the end, also attached as checkpoint.txt, is a fingerprint of all ${size} lines of history that were recorded until ${signedAt}. It says nothing of what is recorded. As long as you keep it, nobody can rewrite that history without contradicting it: not the organisation, nor whoever runs its server.

Nothing is to be done now. When you are given an evidence pack later, check it against this mail:

    python3 verify/verify.py . allowed_signers --previous checkpoint.txt

or open verify/verify.html of the pack in a browser, and paste this mail there.

Packs are signed by ${told.packSigner}
  ${told.packFingerprint}
This checkpoint is signed with the key
  ${told.logFingerprint}

---
${organisation} führt die Aufzeichnungen seines Managementsystems in Continua und lässt Ihnen einmal in der Woche diese Mail schicken. Der Text am Ende (auch als checkpoint.txt angehängt) ist ein Fingerabdruck der ${size} Zeilen Historie bis ${signedAt}. Was aufgezeichnet ist, verrät er nicht. Solange Sie ihn aufbewahren, kann niemand diese Historie unbemerkt umschreiben. Jetzt ist nichts zu tun; bekommen Sie später ein Nachweispaket, prüfen Sie es mit der Zeile oben.

---
${told.checkpoint}`;
};
