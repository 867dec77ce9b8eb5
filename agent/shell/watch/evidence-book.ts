import type { EquipmentCard, EquipmentEvent, Instant, UpsStatus } from '@center/contract';
import {
  evidenceGrades,
  interruptTrack,
  type ProbeSpan,
  type ProbeTrack,
  type RoomTrack,
  type Sample,
  type SampleRule,
  stepRoom,
  stepSamples,
  stepUps,
  type UpsLook,
  type UpsTrack,
  usualSampleRule,
} from '../../core/index.ts';
import { fromJson, type Ledger, type ProbeNumber, type WatchedProbe } from '../ledger/index.ts';
import type { HostBoot, ProbeConfig, ProbeResult, ProbeType, Reading } from '../probes/index.ts';
import { emptyPath, type PathMemory, pathIsOpen, pathVerdict, pathVerdictMs, prunedPath, withGateway } from './path.ts';
import { noteRoomInterval, roomKey, roomPolicyOf, roomTrackOf, upsKey } from './track-keys.ts';

/** A probe of the configuration as evidence is kept of it. */
export interface BookedProbe extends WatchedProbe {
  readonly everyMs: number;
  readonly powers: boolean;
  readonly gateway: boolean;
}

export interface BookDeps {
  readonly ledger: Ledger;
  readonly now: () => Instant;
  readonly boot: () => HostBoot;
  readonly monotonicMs: () => number;
  readonly clockEpoch: () => number;
  readonly probes: readonly BookedProbe[];
  /** Longest time that a sample waits for its group. Milliseconds. */
  readonly groupMs?: number;
  /** Told after the commit of what was confirmed, or of an episode. */
  readonly turned: () => void;
  /** A sensor said smoke: it is to be asked again at once. */
  readonly confirm: (probe: string) => void;
}

/** A failing that waits for the verdict on the path, and what came of the same probe behind it. */
interface Held {
  readonly sample: Sample;
  readonly rule: SampleRule;
}

interface Booked {
  readonly probe: BookedProbe;
  readonly number: ProbeNumber;
  track: ProbeTrack | undefined;
  dirty: boolean;
  down: boolean;
  readonly held: Held[];
}

interface PathState {
  readonly memory: PathMemory;
  readonly held: readonly { readonly number: ProbeNumber; readonly held: readonly Held[] }[];
  /** The incident of the site's own network that lasts: since when. */
  readonly incidentSince?: Instant;
}

const pathKey = 'path';
const usualGroupMs = 3_000;

/**
 * Takes samples and readings, steps them into spans and episodes, and commits them in groups. What was taken and not committed is lost with the process, wholly: track, spans and samples of a
 * group stand together or not at all.
 *
 * A failing waits a minute before it is stepped: then it is known whether others failed with it, and the site's own network is to blame. Until then the probe is as it was.
 */
export class EvidenceBook {
  readonly #deps: BookDeps;
  readonly #byName = new Map<string, Booked>();
  readonly #samples: { readonly number: ProbeNumber; readonly sample: Sample }[] = [];
  readonly #readings: { readonly number: ProbeNumber; readonly at: Instant; readonly result: ProbeResult }[] = [];
  readonly #spans: { readonly probe: ProbeNumber; readonly span: ProbeSpan }[] = [];
  readonly #events = new Map<string, EquipmentEvent>();
  readonly #ups = new Map<string, UpsTrack>();
  readonly #rooms = new Map<string, RoomTrack>();
  readonly #dirtySteps = new Set<string>();
  #cards = new Map<string, EquipmentCard>();
  #path: PathMemory = emptyPath;
  #incidentSince: Instant | undefined;
  #pathDirty = false;
  #waitingSinceMs: number | undefined;
  #turned = false;

  constructor(deps: BookDeps) {
    this.#deps = deps;
    const { ledger } = deps;
    this.readCards();
    const kept = ledger.watch.step<PathState>(pathKey);
    this.#incidentSince = kept?.incidentSince;
    // What waits for its verdict may be of another run of the host: it is judged by what was seen then, and the boot clock of now says nothing of that.
    if (kept !== undefined) this.#path = kept.memory;
    for (const probe of deps.probes) {
      const number = ledger.watch.probe(probe);
      const track = ledger.watch.probesOf(probe.equipmentId).find((each) => each.number === number)?.track;
      const held = kept?.held.find((each) => each.number === number)?.held ?? [];
      const down = track?.confirmed === 'down';
      const booked: Booked = { probe, number, track, dirty: false, down, held: [...held] };
      this.#byName.set(probe.name, booked);
    }
  }

  /** Cards have changed: which room a probe measures is read anew. */
  readCards(): void {
    const { ledger, probes } = this.#deps;
    this.#cards = new Map(ledger.equipment.cards().map((card) => [card.id, card]));
    for (const { id, room } of this.#cards.values()) {
      if (room === undefined) continue;
      const slowest = probes.reduce((most, each) => (each.equipmentId === id ? Math.max(most, each.everyMs) : most), 0);
      if (slowest > 0) noteRoomInterval(ledger, id, slowest);
      // A sensor that died while nobody watched is missed as well.
      const track = this.#rooms.get(id) ?? roomTrackOf(ledger, id);
      if (track !== undefined) this.#rooms.set(id, track);
    }
  }

  /** The incident of the site's own network that lasts. */
  incidentSince(): Instant | undefined {
    return this.#incidentSince;
  }

  upsTracks(): readonly UpsTrack[] {
    return [...this.#ups.values()];
  }

  take(sample: Sample, result: ProbeResult): void {
    const booked = this.#byName.get(sample.probe);
    if (booked === undefined) return;
    const { probe, number } = booked;
    this.#waitingSinceMs ??= this.#deps.monotonicMs();
    this.#samples.push({ number, sample });
    if (result.readings.length > 0) this.#readings.push({ number, at: sample.at, result });
    if (probe.powers) this.#takePower(probe, sample, result);
    this.#takeRoom(probe, sample, result);
    if (probe.gateway) {
      const before = this.#path.gatewayAnswers;
      this.#path = withGateway(this.#path, sample);
      if (this.#path.gatewayAnswers !== before) this.#pathDirty = true;
    } else if (probe.grade !== undefined) {
      const { bootMs, outcome } = sample;
      const attempt = { equipmentId: probe.equipmentId, bootMs, outcome, downBefore: booked.down };
      this.#path = { ...this.#path, attempts: [...this.#path.attempts, attempt] };
      booked.held.push({ sample, rule: { ...usualSampleRule, everyMs: probe.everyMs, grade: probe.grade } });
      this.#release(booked);
    }
    this.commitIfDue();
  }

  /** To be called every second or so: verdicts that have become due, and the group whose time is over. */
  tick(): void {
    this.#path = prunedPath(this.#path, this.#deps.boot().bootMs);
    for (const booked of this.#byName.values()) this.#release(booked);
    this.#silentRooms();
    this.commitIfDue();
  }

  /** The agent was away, or slept: nothing is covered between the last sample and the next one. What waited for its verdict is stepped as it is known. */
  interrupt(): void {
    for (const booked of this.#byName.values()) {
      this.#release(booked, true);
      if (booked.track === undefined) continue;
      const { track, closed } = interruptTrack(booked.track);
      this.#note(booked, track, closed);
    }
    this.#path = prunedPath(this.#path, this.#deps.boot().bootMs);
    this.commit();
  }

  #release(booked: Booked, all = false): void {
    const { bootId, bootMs } = this.#deps.boot();
    while (true) {
      const [next] = booked.held;
      if (next === undefined) return;
      const { sample, rule } = next;
      const waits = sample.outcome === 'fail' && sample.bootId === bootId && bootMs - sample.bootMs < pathVerdictMs;
      if (waits && !all) {
        this.#pathDirty = true;
        return;
      }
      booked.held.shift();
      if (sample.outcome === 'fail') this.#pathDirty = true;
      this.#step(booked, sample, rule);
    }
  }

  #step(booked: Booked, sample: Sample, rule: SampleRule): void {
    const site = sample.outcome === 'fail' && pathVerdict(this.#path, booked.probe.equipmentId, sample) === 'site';
    if (site) {
      if (this.#incidentSince === undefined) this.#turned = true;
      this.#incidentSince ??= sample.at;
      this.#pathDirty = true;
    } else if (this.#incidentSince !== undefined && sample.outcome === 'ok' && pathIsOpen(this.#path, sample)) {
      this.#incidentSince = undefined;
      this.#pathDirty = true;
      this.#turned = true;
    }
    const seen: Sample = site ? { ...sample, outcome: 'invalid', code: 'site-network' } : sample;
    const { track, closed, change } = stepSamples(booked.track, seen, rule);
    this.#note(booked, track, closed);
    if (change === undefined) return;
    booked.down = change.to === 'down';
    this.#turned = true;
  }

  #note(booked: Booked, track: ProbeTrack, closed: readonly ProbeSpan[]): void {
    booked.track = track;
    booked.dirty = true;
    for (const span of closed) this.#spans.push({ probe: booked.number, span });
    if (closed.length > 0) this.#turned = true;
  }

  #takePower({ equipmentId, name: source }: BookedProbe, { at }: Sample, { readings, evidence }: ProbeResult): void {
    if (this.#cards.get(equipmentId)?.kind !== 'ups') return;
    const told = readings.find(({ name }) => name === 'ups.status');
    const stale = told?.problem === 'stale' || evidence['ups'] === 'stale';
    // Not measured because of ourselves is silence too: no word on the UPS, and time passes all the same.
    const status: UpsLook['status'] =
      told !== undefined && told.valid && typeof told.value === 'string'
        ? fromJson<UpsStatus>(told.value)
        : stale
          ? 'stale'
          : 'silent';
    const before = this.#ups.get(equipmentId) ?? this.#deps.ledger.watch.step<UpsTrack>(upsKey(equipmentId));
    const { track, events } = stepUps(before, { equipmentId, at, clockEpoch: this.#deps.clockEpoch(), status, source });
    this.#ups.set(equipmentId, track);
    this.#dirtySteps.add(upsKey(equipmentId));
    // People are told of the battery at the second poll.
    const second = track.batteryLooks === 2 && before?.batteryLooks !== 2;
    this.#noteEvents(events, second || before?.state !== track.state);
  }

  #takeRoom(probe: BookedProbe, { at }: Sample, { readings }: ProbeResult): void {
    const card = this.#cards.get(probe.equipmentId)?.room;
    const heard = readings.filter(({ name }) => name.startsWith('env.'));
    if (card === undefined || heard.length === 0) return;
    const named = heard.map((reading) => ({
      ...reading,
      of: `${probe.name}${reading.of === undefined ? '' : ` ${reading.of}`}`,
    }));
    if (this.#lookAtRoom(probe.equipmentId, at, named)) this.#deps.confirm(probe.name);
  }

  #lookAtRoom(equipmentId: string, at: Instant, readings: Parameters<typeof stepRoom>[1]['readings']): boolean {
    const card = this.#cards.get(equipmentId)?.room;
    if (card === undefined) return false;
    const before = this.#rooms.get(equipmentId) ?? this.#deps.ledger.watch.step<RoomTrack>(roomKey(equipmentId));
    const look = { equipmentId, at, clockEpoch: this.#deps.clockEpoch(), readings };
    const { track, events, confirm } = stepRoom(before, look, card, roomPolicyOf(this.#deps.ledger, equipmentId));
    this.#rooms.set(equipmentId, track);
    this.#dirtySteps.add(roomKey(equipmentId));
    this.#noteEvents(events, false);
    return confirm;
  }

  /** Time passes for a room whose sensors say nothing, too. */
  #silentRooms(): void {
    const now = this.#deps.now();
    for (const [equipmentId, track] of this.#rooms)
      if (now - track.at >= 60_000) this.#lookAtRoom(equipmentId, now, []);
  }

  #noteEvents(events: readonly EquipmentEvent[], turned: boolean): void {
    for (const event of events) {
      const before = this.#events.get(event.id) ?? this.#deps.ledger.watch.event(event.id);
      if (before === undefined || event.end !== before.end) this.#turned = true;
      this.#events.set(event.id, event);
    }
    if (turned) this.#turned = true;
    this.#waitingSinceMs ??= this.#deps.monotonicMs();
  }

  commitIfDue(): void {
    const waited = this.#waitingSinceMs === undefined ? 0 : this.#deps.monotonicMs() - this.#waitingSinceMs;
    if (this.#turned || waited >= (this.#deps.groupMs ?? usualGroupMs)) this.commit();
  }

  /** Writes down everything that was taken, in one transaction. Throws what the database throws: then all of it still waits. */
  commit(): void {
    const { ledger, now } = this.#deps;
    const at = now();
    ledger.transaction(() => {
      for (const { number, sample } of this.#samples) ledger.watch.addSample(number, sample);
      for (const { number, at: read, result } of this.#readings)
        for (const { name, of, value, valid, problem } of [...result.readings, ...figuresOfUps(result.readings)])
          ledger.watch.addReading(number, { name, of: of ?? '', at: read, value, valid, problem: problem ?? '' });
      ledger.watch.addSpans(this.#spans, at);
      for (const { dirty, number, track } of this.#byName.values())
        if (dirty && track !== undefined) ledger.watch.setTrack(number, track);
      for (const event of this.#events.values()) ledger.watch.putEvent(event, at);
      for (const [id, track] of this.#ups)
        if (this.#dirtySteps.has(upsKey(id))) ledger.watch.setStep(upsKey(id), track);
      for (const [id, track] of this.#rooms)
        if (this.#dirtySteps.has(roomKey(id))) ledger.watch.setStep(roomKey(id), track);
      if (this.#pathDirty) ledger.watch.setStep(pathKey, this.#pathState());
    });
    this.#samples.length = 0;
    this.#readings.length = 0;
    this.#spans.length = 0;
    this.#events.clear();
    this.#dirtySteps.clear();
    for (const booked of this.#byName.values()) booked.dirty = false;
    this.#pathDirty = false;
    this.#waitingSinceMs = undefined;
    const turned = this.#turned;
    this.#turned = false;
    if (turned) this.#deps.turned();
  }

  #pathState(): PathState {
    const held = [...this.#byName.values()].flatMap(({ number, held: waiting }) =>
      waiting.length === 0 ? [] : [{ number, held: waiting }],
    );
    return {
      memory: held.length === 0 ? { ...emptyPath, gatewayAnswers: this.#path.gatewayAnswers } : this.#path,
      held,
      ...(this.#incidentSince === undefined ? {} : { incidentSince: this.#incidentSince }),
    };
  }
}

type KeptReading = Pick<Reading, 'of' | 'value' | 'valid' | 'problem'> & { readonly name: string };

/** Charge, run time and load out of the status of a UPS, so that they have hours like every figure. */
function figuresOfUps(readings: readonly Reading[]): KeptReading[] {
  const told = readings.find(({ name, valid }) => name === 'ups.status' && valid);
  if (typeof told?.value !== 'string') return [];
  const { chargePct, runtimeS, loadPct } = fromJson<UpsStatus>(told.value);
  const figure = (name: string, value: number | undefined): KeptReading[] =>
    value === undefined ? [] : [{ name, value, valid: true }];
  return [
    ...figure('ups.chargePct', chargePct),
    ...figure('ups.runtimeS', runtimeS),
    ...figure('ups.loadPct', loadPct),
  ];
}

/** How a probe of the configuration is booked: by what its type gives, at the interval that is set or usual. */
export function bookedProbe(config: ProbeConfig, type: ProbeType<never>): BookedProbe {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the configuration was checked by the schema of this very type
  const gives = type.gives(config as never);
  const grade = evidenceGrades.find((each) => gives.includes(each));
  const gateway = config.of === '';
  return {
    name: config.name,
    equipmentId: config.of,
    type: config.type,
    ...(grade === undefined || gateway ? {} : { grade }),
    everyMs: (config.everySeconds ?? type.everySeconds) * 1000,
    powers: gives.includes('power'),
    gateway,
  };
}
