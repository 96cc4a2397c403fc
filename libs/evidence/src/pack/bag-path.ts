const SEGMENT = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?$/;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const SEGMENT_LIMIT = 80;
const PATH_LIMIT = 180;

/** Throws a RangeError unless `name` can be one folder or file name on every common file system (lower case only). */
function assertBagSegment(name: string): void {
  if (!SEGMENT.test(name) || name.length > SEGMENT_LIMIT || WINDOWS_DEVICE.test(name)) {
    throw new RangeError(`not a portable name in a pack: ${JSON.stringify(name)}`);
  }
}

/**
 * Paths of one bag, relative to its folder. Only names that every file system unpacks unchanged are taken, so the
 * manifests need no percent-encoding and no two files can fall on one name.
 */
export class BagPaths {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  /** @param folder name of the bag's folder, which counts towards the length limit of each path. */
  constructor(private readonly folder: string) {
    assertBagSegment(folder);
  }

  /**
   * Takes `path` for one file. `upperCase` allows A–Z too, for tag files named by convention (README.txt).
   * Throws a RangeError when the path is not portable, is taken, or is a folder of another file.
   */
  claim(path: string, upperCase = false): void {
    // Windows and macOS compare names without case, so the check for a clash does too.
    const key = upperCase ? path.toLowerCase() : path;
    const segments = key.split('/');
    segments.forEach(assertBagSegment);
    if (this.folder.length + 1 + path.length > PATH_LIMIT) throw new RangeError(`path too long in a pack: ${path}`);
    const parents = segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
    if (this.files.has(key) || this.folders.has(key) || parents.some((parent) => this.files.has(parent))) {
      throw new RangeError(`path taken twice in a pack: ${path}`);
    }
    this.files.add(key);
    for (const parent of parents) this.folders.add(parent);
  }
}
