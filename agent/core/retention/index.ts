/**
 * retention: what must be asked of the archive, and what its answers prove. In: observations of the archive and a day. Out: rounds to run, states, levels of proof, bounds,
 * forecasts. Never: a request, a clock, chance (the seed is an argument); an index entry taken for an image.
 */
export * from './compare-objects.ts';
export * from './compare-series.ts';
export * from './forecast.ts';
export * from './judge-listing.ts';
export * from './kept-study.ts';
export * from './kept-study-facts.ts';
export * from './loss-bound.ts';
export * from './observation.ts';
export * from './parameters.ts';
export * from './random.ts';
export * from './retrieval-figures.ts';
export * from './rotation.ts';
export * from './sampling.ts';
export * from './step-study.ts';
export * from './study-standing.ts';
export * from './what-detects.ts';
export * from './where-it-went.ts';
export * from './windows.ts';
export * from './year-figures.ts';
