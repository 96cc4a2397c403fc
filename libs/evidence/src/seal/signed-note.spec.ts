import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { NoteError, openNote, parseVerifierKey, signNote, verifierKey, verifierOf } from './signed-note.js';

// The key and the note in the documentation of the Go project, which made the format.
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goSeed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const goText = `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n`;
const goNote = `${goText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
// The example of the specification.
const c2spKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const c2spNote =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

const goSigner = {
  name: 'PeterNeumann',
  privateKey: createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), goSeed]),
    type: 'pkcs8',
    format: 'der',
  }),
};
const other = { name: 'other.example', privateKey: generateKeyPairSync('ed25519').privateKey };
const known = [parseVerifierKey(goKey)];

describe('signed notes', () => {
  it('are those of the reference implementation, byte for byte', () => {
    expect(signNote(goText, goSigner)).toBe(goNote);
    expect(verifierKey(verifierOf(goSigner.name, goSigner.privateKey))).toBe(goKey);
    expect(openNote(goNote, known)).toBe(goText);
  });

  it('are those of the specification', () => {
    const key = parseVerifierKey(c2spKey);
    expect(key).toMatchObject({ name: 'example.com/foo', keyId: '530d903a' });
    expect(verifierKey(key)).toBe(c2spKey);
    expect(openNote(c2spNote, [key])).toBe('This is an example message.\n');
  });

  it('may carry signatures of others, and empty lines', () => {
    const text = 'first\n\nthird\n';
    const both = signNote(text, other) + signNote(text, goSigner).slice(text.length + 1);
    expect(openNote(both, known)).toBe(text);
    expect(openNote(both, [verifierOf(other.name, other.privateKey)])).toBe(text);
  });

  it.each([
    ['a changed text', goNote.replace('answer', 'question')],
    ['a changed signature', goNote.replace('x08go/ZJ', 'x08go/ZK')],
    ['the name of another', goNote.replace('— PeterNeumann', '— PeterNeuman')],
    ['the id of another key', goNote.replace('x08go', 'x18go')],
    ['no signature', `${goText}\n`],
    ['no empty line', goNote.replace('\n\n', '\n')],
    ['no newline at the end', goNote.slice(0, -1)],
    ['something after the signature', `${goNote}more\n`],
    ['a hyphen for the dash', goNote.replace('—', '-')],
    ['a space too many', goNote.replace('PeterNeumann ', 'PeterNeumann  ')],
    ['a control character', signNote('a\n', goSigner).replace('a', 'a\u0007')],
    ['only a signature of a stranger', signNote(goText, other)],
    ['nothing', ''],
  ])('are refused with %s', (_, note) => {
    expect(() => openNote(note, known)).toThrow(NoteError);
  });

  it('are refused when a known key stands beside a wrong signature', () => {
    const wrong = goNote.slice(0, -3) + 'Q=\n';
    const both = signNote(goText, other) + wrong.slice(goText.length + 1);
    expect(() => openNote(both, [...known, verifierOf(other.name, other.privateKey)])).toThrow('PeterNeumann is wrong');
  });

  it('need a text that ends with a newline, and a name without spaces and plus signs', () => {
    expect(() => signNote('no newline', goSigner)).toThrow(NoteError);
    expect(() => signNote('tab\there\n', goSigner)).toThrow(NoteError);
    for (const name of ['', 'two words', 'one+one', 'line\n'])
      expect(() => signNote('a\n', { ...goSigner, name })).toThrow(NoteError);
    for (const key of [goKey.replace('c74f20a3', 'c74f20a4'), goKey.replace('+A', '+B'), goKey.slice(0, -4), 'a+b', ''])
      expect(() => parseVerifierKey(key)).toThrow(NoteError);
  });
});
