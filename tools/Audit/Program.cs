using Audit;
using Microsoft.Extensions.Configuration;
using Shared.Contracts;
using Shared.Redis.Connections;
using Shared.Redis.Publishing;

var servers = args.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
if (servers.Count is < 3 or > 4)
{
    Console.WriteLine("""
        Checks what must hold in an installation that has come to rest. It only reads.

        dotnet run --project tools/Audit -- INVENTORY-STORE PAYMENT-STORE BROKER [JOURNAL] [settings of Payment]

          the first three are StackExchange.Redis connection strings: localhost:6380, all nodes of a Redis Cluster, or
          Sentinels as in s1:26379,s2:26379,s3:26379,serviceName=mymaster; a node may be away whose place another took
          JOURNAL is a file with the id of an acknowledged order on each line
          settings, where they are not the default, as Payment has them: --Outbox:Confirmation=Publish, or
          --Outbox:Groups:0=inventory-group --Outbox:Groups:1=mail-group

        Exit code 0: everything holds. 1: something does not. 2: not audited.
        """);
    return args is ["-h" or "--help"] ? 0 : 2;
}

var outbox = new OutboxOptions();
new ConfigurationBuilder().AddCommandLine([.. args.Skip(servers.Count)]).Build().GetSection("Outbox").Bind(outbox);
try
{
    var installation = await Installation.ConnectAsync(servers[0], servers[1], servers[2]) with
    {
        Groups = outbox.Groups is [] ? [OrderCompleted.Group] : outbox.Groups,
        Confirms = outbox.Confirmation == Confirmation.Receipt,
    };
    var journal = servers.Count == 4 ? await File.ReadAllLinesAsync(servers[3]) : null;
    var findings = await Invariants.CheckAsync(installation, journal);
    Console.Write(Report.Table(findings));
    foreach (var (group, behind) in await Invariants.OthersAsync(installation))
    {
        Console.WriteLine($"\nNobody waits for {group}. Entries that it has not acknowledged: {behind}");
    }

    return findings.Any(finding => finding.Violations.Count > 0) ? 1 : 0;
}
catch (Exception fault) when (RedisFaults.IsUnavailable(fault))
{
    Console.Error.WriteLine($"Not audited, as a Redis does not answer: {fault.Message}");
    return 2;
}
