using Lab;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (args is ["-h" or "--help"])
{
    Console.WriteLine(LabOptions.Usage);
    return 0;
}

try
{
    await using var app = LabHost.Build(args);
    await app.StartAsync();
    Console.WriteLine($"""

          The lab is open: {app.Services.GetRequiredService<LabOptions>().Page}

        Ctrl+C stops everything.
        """);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (FormatException problem)
{
    Console.Error.WriteLine($"Not started: {problem.Message}");
    return 2;
}
