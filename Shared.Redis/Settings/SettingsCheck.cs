using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Shared.Redis.Settings;

/// <summary>
/// Holds the configuration against the registered sections: a key that nobody reads is a setting that its owner believes
/// to be in force.
/// </summary>
internal sealed class SettingsCheck : IValidateOptions<AllSettings>
{
    private readonly IConfiguration _configuration;
    private readonly IEnumerable<SettingsSection> _sections;
    private readonly List<Setting> _settings;
    private readonly Dictionary<string, HashSet<string>> _known; // The keys of each section, and of what it is in.

    public SettingsCheck(IConfiguration configuration, IEnumerable<SettingsSection> sections)
    {
        (_configuration, _sections) = (configuration, sections);
        _settings = [.. sections.SelectMany(Setting.Of)];
        _known = _settings
            .SelectMany(setting => Steps(setting.Path))
            .GroupBy(step => step.Section, step => step.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(keys => keys.Key, keys => keys.ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Finds everything that is wrong, a line for each.</summary>
    public ValidateOptionsResult Validate(string? name, AllSettings options)
    {
        var wrong = FindStray().Concat(FindUnknown()).Concat(FindUnusable()).ToList();
        wrong = wrong.Count > 0 ? wrong : [.. _sections.SelectMany(FindContradictions)];
        return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }

    /// <summary>Keys outside of all sections that can only have been meant for one.</summary>
    private IEnumerable<string> FindStray()
    {
        var own = _known.Keys.Where(section => !section.Contains(':')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in _configuration.GetChildren().Where(entry => !own.Contains(entry.Key)))
        {
            if (FindMeant(entry, own) is { } meant)
            {
                yield return NotKnown(entry, meant);
            }
        }
    }

    /// <summary>What <c>RateLimits:Burst</c> or <c>RateLimit_Burst</c> was meant for, if anything here.</summary>
    private string? FindMeant(IConfigurationSection entry, IEnumerable<string> own)
    {
        if (!entry.GetChildren().Any())
        {
            return _settings.Find(setting => Likeness.IsSameButForSeparators(entry.Key, setting.Path))?.Path;
        }

        var (name, distance) = Likeness.Nearest(entry.Key, own);
        return distance <= 2 ? name : null;
    }

    private IEnumerable<string> FindUnknown()
    {
        foreach (var (section, known) in _known)
        {
            var entries = _configuration.GetSection(section).GetChildren();
            foreach (var entry in entries.Where(entry => !known.Contains(entry.Key)))
            {
                var (nearest, _) = Likeness.Nearest(entry.Key, known);
                yield return NotKnown(entry, $"{section}:{nearest}");
            }

            if (_configuration[section] is { Length: > 0 })
            {
                yield return $"{section} cannot have a value; it is a section with {string.Join(", ", known)}.";
            }
        }
    }

    private static string NotKnown(IConfigurationSection entry, string nearest) =>
        $"{entry.Path} is not known here. The nearest is {nearest}.";

    // Of A:B:C it is B in A, and C in A:B.
    private static IEnumerable<(string Section, string Key)> Steps(string path)
    {
        for (var end = path.IndexOf(':', StringComparison.Ordinal); end >= 0; end = path.IndexOf(':', end + 1))
        {
            yield return (path[..end], path[(end + 1)..].Split(':')[0]);
        }
    }

    private IEnumerable<string> FindUnusable() => _settings
        .Select(setting => setting.FindFault(_configuration.GetSection(setting.Path)))
        .OfType<string>();

    private IEnumerable<string> FindContradictions(SettingsSection section)
    {
        var options = Activator.CreateInstance(section.Type)!;
        _configuration.GetSection(section.Path).Bind(options);
        return options is IValidatableObject whole
            ? whole.Validate(new ValidationContext(options)).Select(result => $"{section.Path}:{result.ErrorMessage}")
            : [];
    }
}

/// <summary>Stands for all settings together, as what is nobody's is found in no section.</summary>
internal sealed class AllSettings;
