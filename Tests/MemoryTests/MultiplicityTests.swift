import Memory
import SeriesMemory
import Testing

@Suite("Several tests at once")
struct MultiplicityTests {
  @Test("adjusted p-values are statsmodels', in the order of the tests")
  func oracle() {
    for case_ in LadderGolden.shared.multiplicity {
      #expect(largestDifference(Multiplicity.holm(case_.p), case_.holm) < 1e-15)
      #expect(largestDifference(Multiplicity.benjaminiHochberg(case_.p), case_.benjaminiHochberg) < 1e-15)
    }
  }

  @Test("no test needs no adjustment")
  func none() {
    #expect(Multiplicity.holm([]).isEmpty && Multiplicity.benjaminiHochberg([]).isEmpty)
  }
}
