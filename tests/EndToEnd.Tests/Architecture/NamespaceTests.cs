using System.Reflection;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace EndToEnd.Tests.Architecture;

/// <summary>
/// How the namespaces of an assembly, its rooms, use each other. All code is seen, also that of lambdas and of async
/// methods; not seen are the type of a <c>catch</c>, and what an async iterator does.
/// </summary>
[TestFixture("Inventory.Api")]
[TestFixture("Payment.Api")]
[TestFixture("Shared.Contracts")]
[TestFixture("Shared.Redis")]
[TestFixture("Shared.ServiceDefaults")]
public sealed class NamespaceTests(string assembly)
{
    private readonly ArchUnitNET.Domain.Architecture _code =
        new ArchLoader().LoadAssembly(Assembly.Load(assembly)).Build();

    [Test]
    public void No_room_uses_one_that_uses_it() =>
        SliceRuleDefinition.Slices().Matching($"{assembly}.(*)").Should().BeFreeOfCycles().Check(_code);

    [Test]
    public void No_room_uses_the_root_that_puts_them_together() =>
        Types().That().ResideInNamespaceMatching($@"^{assembly}\..").Should()
            .NotDependOnAny(Types().That().ResideInNamespace(assembly))
            .WithoutRequiringPositiveResults().Check(_code); // Not every assembly has rooms, or a root.
}
