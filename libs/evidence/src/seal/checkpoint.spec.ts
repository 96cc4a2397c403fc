import { checkpointText, parseCheckpoint, tlogProof } from './checkpoint.js';

// The example of the specification.
const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const root = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64');
const checkpoint = { origin: 'example.com/behind-the-sofa', size: 20_852_163, root };

describe('checkpoints', () => {
  it('are written and read as the specification says', () => {
    expect(checkpointText(checkpoint)).toBe(text);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    expect(parseCheckpoint(`${text}extension\n`)).toEqual(checkpoint);
    expect(parseCheckpoint(text.replace('20852163', '0'))).toMatchObject({ size: 0 });
  });

  it.each([
    ['a leading zero', text.replace('20852163', '020852163')],
    ['a negative size', text.replace('20852163', '-1')],
    ['a size that is no number', text.replace('20852163', '1e3')],
    ['a size beyond reckoning', text.replace('20852163', '9999999999999999')],
    ['a short root', text.replace('CsUY', '')],
    ['a root with bits to spare', text.replace('q2I=', 'q2J=')],
    ['no origin', text.slice(text.indexOf('\n'))],
    ['no newline at the end', text.slice(0, -1)],
    ['an empty extension', `${text}\n`],
  ])('are refused with %s', (_, wrong) => {
    expect(parseCheckpoint(wrong)).toBeUndefined();
  });

  it('stand at the end of a proof', () => {
    const note = `${text}\n— example.com/behind-the-sofa Az3grlg=\n`;
    expect(tlogProof(7, [root, root], note)).toBe(
      `c2sp.org/tlog-proof@v1\nindex 7\n${root.toString('base64')}\n${root.toString('base64')}\n\n${note}`,
    );
    expect(tlogProof(0, [], note)).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${note}`);
  });
});
