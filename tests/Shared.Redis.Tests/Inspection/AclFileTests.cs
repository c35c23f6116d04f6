using Microsoft.Extensions.DependencyInjection;
using Shared.Redis.Connections;
using Shared.Redis.Inspection;

namespace Shared.Redis.Tests.Inspection;

/// <summary>A service asks its servers for what the ACL files give to its user, no more and no less.</summary>
public sealed class AclFileTests
{
    [Test]
    public void Every_command_of_the_user_is_asked_for_with_each_of_its_keys()
    {
        var services = new ServiceCollection().AddRequiredCommands<AclFileTests>("sender");

        Assert.That(services.Select(service => service.ImplementationInstance), Is.EqualTo(new RequiredCommand[]
        {
            new(RedisRole.Store, "PING news"),
            new(RedisRole.Store, "PUBLISH news"),
            new(RedisRole.Store, "HGET note:x"),
            new(RedisRole.Store, "HGET draft:x"),
            new(RedisRole.Broker, "EVALSHA script 1 notes"),
            new(RedisRole.Broker, "XGROUP CREATE notes"),
            new(RedisRole.Broker, "XREADGROUP GROUP group consumer STREAMS notes >"),
            new(RedisRole.Broker, "LPOP {notes}:receipts"),
        }));
    }

    [Test]
    public void Nothing_is_asked_for_a_user_without_rules() =>
        Assert.That(new ServiceCollection().AddRequiredCommands<AclFileTests>("nobody"), Is.Empty);
}
