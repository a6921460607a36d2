//! Hours of a package while messages are split off with their time, and come back.
use super::{Package, with_package};
use crate::TestHouse;
use crate::ticket::split::{going, said, split_times, unsplit};
use crate::ticket::{page, write};
use domain::package::Kind;

with_package! {
    async fn the_hours_of_a_package_stay_as_they_are_with_a_split_and_its_undoing(package: Package) {
        let (scene, old) = (&package.scene, package.number);
        package.book("30", &[]).await;
        package.book("45", &[]).await;
        write(&scene.fritz, old, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
        let before = package.told().await;
        assert_eq!(before, [(Kind::Grant, 300), (Kind::Use, -30), (Kind::Use, -45)]);
        let total = async |number: i64| page(&scene.tom, number).await.effort.unwrap().total();
        let left = async |number: i64| page(&scene.tom, number).await.hours.unwrap().forecast.left();
        assert_eq!((total(old).await, left(old).await), (75, 225));
        let logo = said(&page(&scene.lena, old).await, "fehlt das Logo");
        let times = going(&scene.lena, old).await;
        let new: i64 = split_times(&scene.lena, old, logo, &[times[1].value()]).await.json();
        assert_eq!((total(old).await, total(new).await), (30, 45), "no hour twice");
        assert_eq!((package.told().await, left(new).await), (before.clone(), 225));
        package.check().await;
        unsplit(&scene.lena, old, new).await.json::<()>();
        assert_eq!((total(old).await, left(old).await, package.told().await), (75, 225, before));
        package.check().await;
    }
}
