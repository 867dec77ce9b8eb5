/** How looks at a UPS become episodes. Times in milliseconds. */
export interface UpsPolicy {
  /** Polls missed in a row after which it is unknown. */
  readonly missedPolls: number;
  /** `off` is an episode only when it lasts so long: calibration shows it for seconds. */
  readonly offMs: number;
  /** On battery before and after a silence of at most this long is one episode; after a longer one the first ended unseen. */
  readonly oneEpisodeMs: number;
  /** A test result that comes so soon after a test was seen belongs to that test. */
  readonly testResultMs: number;
  /** On battery for so long, or in two polls: people are told. */
  readonly tellAfterMs: number;
  /** A UPS that several probes watch is listened to by one of them, until that one has not heard it for so long. */
  readonly otherProbeMs: number;
  /** Remaining run time below which the agent closes its books, seconds. */
  readonly stopBelowRuntimeS: number;
}
export const usualUpsPolicy: UpsPolicy = {
  missedPolls: 3,
  offMs: 30_000,
  oneEpisodeMs: 3_600_000,
  testResultMs: 900_000,
  tellAfterMs: 10_000,
  otherProbeMs: 90_000,
  stopBelowRuntimeS: 180,
};

/** Operating lines of a room and how its sensors are trusted. The band of the rule stands on the room's card. */
export interface RoomPolicy {
  /** Warned of outside of these (GB 50174-2017 gives 18–27 °C at the rack inlet). */
  readonly warnTemperatureC: { readonly min: number; readonly max: number };
  readonly alarmTemperatureC: number;
  /** More than so many degrees within so long. */
  readonly riseC: number;
  readonly riseWithinMs: number;
  readonly warnHumidityPct: { readonly min: number; readonly max: number };
  readonly alarmHumidityPct: number;
  readonly hysteresisC: number;
  readonly hysteresisPct: number;
  /** Unchanged to the last digit for so long: stuck. */
  readonly stuckMs: number;
  /** The same for a sensor that has only ever told whole numbers: a well-cooled room keeps those for hours. */
  readonly stuckWholeMs: number;
  /** Not heard for so long: silent. Also the longest time that one value covers. */
  readonly staleMs: number;
}
export const usualRoomPolicy: RoomPolicy = {
  warnTemperatureC: { min: 18, max: 27 },
  alarmTemperatureC: 30,
  riseC: 3,
  riseWithinMs: 600_000,
  warnHumidityPct: { min: 20, max: 60 },
  alarmHumidityPct: 70,
  hysteresisC: 1,
  hysteresisPct: 3,
  stuckMs: 21_600_000,
  stuckWholeMs: 86_400_000,
  staleMs: 300_000,
};

/** When care of the battery is due. */
export interface BatteryPolicy {
  readonly warnAgeYears: number;
  readonly redAgeYears: number;
  /** Days after which a self-test, and a discharge (a test, a calibration or an outage of 60 s and more), is overdue. */
  readonly selfTestDays: number;
  readonly dischargeDays: number;
  /** Run time at a like load, in percent of the first year's, below which the battery is to be replaced. */
  readonly ageingPct: number;
}
export const usualBatteryPolicy: BatteryPolicy = {
  warnAgeYears: 3,
  redAgeYears: 5,
  selfTestDays: 31,
  dischargeDays: 183,
  ageingPct: 60,
};

/** From when on an on-battery interval proves something, and how long a proof holds. */
export interface GradePolicy {
  readonly provedAfterMs: number;
  readonly proofHoldsDays: number;
  readonly loadPct: { readonly min: number; readonly max: number };
  /** The PACS gone so soon after the mains: it was not fed. */
  readonly lostWithMainsMs: number;
  /** Clocks of UPS polls and of host restarts may lie so far apart. */
  readonly nearMs: number;
}
export const usualGradePolicy: GradePolicy = {
  provedAfterMs: 60_000,
  proofHoldsDays: 366,
  loadPct: { min: 3, max: 80 },
  lostWithMainsMs: 5_000,
  nearMs: 120_000,
};
