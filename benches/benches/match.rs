//! Matching what a customer runs against advisories, and finding out what that is.

use std::hint::black_box;

use aftercare_benches::{advisories, lockfile};
use aftercare_shared::advisory::Index;
use aftercare_shared::lockfile::{Format, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn index(criterion: &mut Criterion) {
    let records = advisories::records(10_000);
    let packages = advisories::in_use(100);
    let index = Index::compile(&records);
    let hits: usize = packages.iter().map(|(package, version)| index.find(package, version).len()).sum();
    assert!(hits > 20, "the packages are hit: {hits}");
    let mut group = criterion.benchmark_group("match");
    group.sample_size(20);
    group.bench_function("index of 10000 advisories", |b| b.iter(|| Index::compile(black_box(&records))));
    group.bench_function("100 packages against 10000 advisories", |b| {
        b.iter(|| {
            let found =
                packages.iter().map(|(package, version)| index.find(package, black_box(version)).len());
            found.sum::<usize>()
        })
    });
    group.finish();
}

fn lockfiles(criterion: &mut Criterion) {
    let text = lockfile::package_lock(10_000_000);
    let ours = |package: &aftercare_shared::package::Package| package.name().ends_with("-777");
    let mut group = criterion.benchmark_group("lockfile");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("package-lock.json of 10 MB", |b| {
        b.iter(|| read(Format::Npm, black_box(&text), &ours).map(|reading| reading.found.len()))
    });
    group.finish();
}

criterion_group!(matching, index, lockfiles);
criterion_main!(matching);
