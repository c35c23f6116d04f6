using Audit;
using Shared.Redis.Connections;

if (args.Length is < 3 or > 4 || args[0] is "-h" or "--help")
{
    Console.WriteLine("""
        Checks what must hold in an installation that has come to rest. It only reads.

        dotnet run --project tools/Audit -- INVENTORY-STORE PAYMENT-STORE BROKER [JOURNAL]

          the first three are StackExchange.Redis connection strings, for example localhost:6380
          JOURNAL is a file with the id of an acknowledged order on each line

        Exit code 0: everything holds. 1: something does not. 2: not audited.
        """);
    return args.Length is < 3 or > 4 ? 2 : 0;
}

var journal = args.Length == 4 ? await File.ReadAllLinesAsync(args[3]) : null;
try
{
    var findings = await Invariants.CheckAsync(await Installation.ConnectAsync(args[0], args[1], args[2]), journal);
    Console.Write(Report.Table(findings));
    return findings.Any(finding => finding.Violations.Count > 0) ? 1 : 0;
}
catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
{
    Console.Error.WriteLine($"Not audited, as a Redis does not answer: {fault.Message}");
    return 2;
}
